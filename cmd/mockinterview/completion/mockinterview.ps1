# Completion of mockinterview for PowerShell. To use it: mockinterview completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName mockinterview -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = $commandAst.CommandElements[0].ToString()
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    & $program __complete '--' @words "@$wordToComplete" 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $value, $text = $_ -split "`t", 2
        if (-not $text) { $text = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
    }
}

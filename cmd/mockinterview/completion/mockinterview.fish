# Completion of mockinterview for fish. To use it: mockinterview completion fish | source
function __mockinterview_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found ($words[1] __complete -- $words[2..-1] "@$current" 2>/dev/null)
    if test "$found" = :files
        __fish_complete_path "$current"
    else if test -n "$found"
        printf '%s\n' $found
    end
end
complete -c mockinterview -f -a '(__mockinterview_complete)'

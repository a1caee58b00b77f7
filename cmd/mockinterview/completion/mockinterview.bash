# Completion of mockinterview for bash. To use it: source <(mockinterview completion bash)
_mockinterview() {
    local line found
    COMPREPLY=()
    found=$("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "@${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
    if [ "$found" = ":files" ]; then
        compopt -o default 2>/dev/null
        return
    fi
    while IFS= read -r line; do
        if [ -n "$line" ]; then
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done <<<"$found"
}
complete -F _mockinterview mockinterview

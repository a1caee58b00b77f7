#compdef mockinterview
# Completion of mockinterview for zsh. To use it: source <(mockinterview completion zsh), after compinit.
_mockinterview() {
    local found line
    local -a values texts
    found=$("$words[1]" __complete -- "${(@)words[2,CURRENT-1]}" "@$words[CURRENT]" 2>/dev/null)
    if [[ $found == :files ]]; then
        _files
        return
    fi
    for line in "${(@f)found}"; do
        if [[ -n $line ]]; then
            values+=("${line%%$'\t'*}")
            texts+=("${line/$'\t'/  }")
        fi
    done
    compadd -l -d texts -a values
}
if [[ $funcstack[1] == _mockinterview ]]; then
    _mockinterview "$@"
else
    compdef _mockinterview mockinterview
fi

/** The shells that pmpc completes in. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** What a person adds to the shell's own configuration, and where. */
export const shellSetup: Readonly<Record<Shell, string>> = {
  bash: 'eval "$(pmpc completion bash)" in ~/.bashrc',
  zsh: 'eval "$(pmpc completion zsh)" in ~/.zshrc, after compinit',
  fish: "pmpc completion fish > ~/.config/fish/completions/pmpc.fish",
};

/**
 * A script that asks pmpc itself for what could follow: a line each, the word and what it is. Nothing that it gets is evaluated, so a
 * guest's name is no more than a word.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: `_pmpc() {
  local line="\${COMP_LINE:0:COMP_POINT}" word rest
  COMPREPLY=()
  while IFS=$'\\t' read -r word rest; do COMPREPLY+=("$word"); done < <(pmpc completion --line "\${line#* }" 2>/dev/null)
}
complete -o nosort -F _pmpc pmpc proxmox-mpc`,
  zsh: `_pmpc() {
  local -a words shown
  local line="\${LBUFFER#* }" word rest
  while IFS=$'\\t' read -r word rest; do words+=("$word"); shown+=("$word  $rest"); done < <(pmpc completion --line "$line" 2>/dev/null)
  # What only looks like the word is put in its place as it is: of several there is no common beginning, and the word would be lost.
  (( \${#\${(M)words:#\${PREFIX}*}} )) || compstate[insert]=menu
  compadd -Q -U -V pmpc -l -d shown -- $words
}
compdef _pmpc pmpc proxmox-mpc`,
  fish: `function __pmpc
  pmpc completion --line (string replace -r '^\\S+\\s' '' -- (commandline -cp)) 2>/dev/null
end
complete -c pmpc -f -a '(__pmpc)'
complete -c proxmox-mpc -f -a '(__pmpc)'`,
};

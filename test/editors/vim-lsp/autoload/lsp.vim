" What vim-lsp brings and Debian has not, as its ":help lsp#register_server" tells it, as far as the block of docs/editors.md uses it: the
" server that is registered is run by ALE. Read in front of that block by editors.test.ts.
function! lsp#register_server(server) abort
  packadd ale
  let l:command = a:server.cmd({})
  for l:type in a:server.allowlist
    call ale#linter#Define(l:type, {
    \ 'name': tr(a:server.name, '-', '_'),
    \ 'lsp': 'stdio',
    \ 'executable': l:command[0],
    \ 'command': join(l:command),
    \ 'language': l:type,
    \ 'project_root': {buffer -> getcwd()},
    \ })
  endfor
endfunction

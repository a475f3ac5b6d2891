" What Vim sees of the language server that ALE starts; run by editors.test.ts. Opens $FILE, waits for what ALE shows, and writes it to $REPORT.
execute 'edit' fnameescape($FILE)
ALELint
let s:tries = 0
while empty(ale#engine#GetLoclist(bufnr(''))) && s:tries < 2400
  sleep 50m
  let s:tries += 1
endwhile
let s:found = map(copy(ale#engine#GetLoclist(bufnr(''))), {_, it -> {'line': it.lnum - 1, 'code': get(it, 'code', '')}})
call writefile([json_encode({'diagnostics': s:found})], $REPORT)
qall!

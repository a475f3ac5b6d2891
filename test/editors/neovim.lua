-- What Neovim sees of the language server that its init.lua starts; run by editors.test.ts. Opens FILE, waits for diagnostics, asks for the hover
-- and the code actions on the first of them, carries the first action out, and writes what came of it to REPORT as JSON.
local file, report = vim.env.FILE, vim.env.REPORT
vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()

local function write(answer)
  vim.fn.writefile({ vim.fn.json_encode(answer) }, report)
end

vim.wait(120000, function()
  return #vim.diagnostic.get(buffer) > 0
end, 50)

local found = vim.diagnostic.get(buffer)
if #found == 0 then
  write({ diagnostics = {} })
else
  local first = found[1]
  local position = { line = first.lnum, character = first.col }
  local document = vim.lsp.util.make_text_document_params(buffer)
  local function ask(method, params)
    for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 60000) or {}) do
      return answer.result
    end
  end
  local hover = ask('textDocument/hover', { textDocument = document, position = position })
  local range = { start = position, ['end'] = position }
  local actions = ask('textDocument/codeAction', { textDocument = document, range = range, context = { diagnostics = {} } })
  -- Of a masked session the first action is a command: a page to read.
  if actions[1].edit then vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16') end
  write({
    diagnostics = vim.tbl_map(function(it) return { line = it.lnum, code = it.code } end, found),
    hover = hover.contents.value,
    actions = vim.tbl_map(function(it) return it.title end, actions),
    text = vim.api.nvim_buf_get_lines(buffer, 0, -1, false),
  })
end
vim.cmd('qall!')

-- What Neovim 0.11 has and that of Debian 12 lacks, as ":help lsp-config" tells it, as far as the block of docs/editors.md uses it; read
-- before that block by editors.test.ts.
vim.g.do_filetype_lua = 1
local configs = {}
vim.lsp.config = function(name, config)
  configs[name] = config
end
vim.lsp.enable = function(name)
  vim.api.nvim_create_autocmd('FileType', {
    pattern = configs[name].filetypes,
    callback = function(event)
      local config = vim.tbl_extend('keep', configs[name], { name = name, root_dir = vim.fn.getcwd() })
      vim.lsp.buf_attach_client(event.buf, vim.lsp.start_client(config))
    end,
  })
end

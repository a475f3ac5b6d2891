;; What Emacs sees of the language server that its init.el starts; run by editors.test.ts. Opens FILE, waits for what Flymake shows, and
;; writes it to REPORT as JSON. Without a person there are no commands, after which eglot and Flymake begin: their hook is run here.
(require 'json)
(find-file (getenv "FILE"))
(let ((end (+ (float-time) 120)))
  (while (and (< (float-time) end) (not (and (bound-and-true-p flymake-mode) (flymake-diagnostics))))
    (run-hooks 'post-command-hook)
    (accept-process-output nil 0.1)))
(with-temp-file (getenv "REPORT")
  (insert
   (with-current-buffer (find-buffer-visiting (getenv "FILE"))
     (json-encode
      `((diagnostics
         . ,(vconcat
             (mapcar (lambda (it)
                       `((line . ,(1- (line-number-at-pos (flymake-diagnostic-beg it))))
                         (code . ,(plist-get (cdr (assoc 'eglot-lsp-diag (flymake-diagnostic-data it))) :code))))
                     (flymake-diagnostics)))))))))

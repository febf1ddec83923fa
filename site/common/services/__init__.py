"""The only writers of the kernel's own rows, the journal, the mails and the throttles apart."""

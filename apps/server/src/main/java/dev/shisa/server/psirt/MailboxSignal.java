package dev.shisa.server.psirt;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when the mail box for reports is to be looked into. */
@Component
class MailboxSignal extends CommitSignal {}

package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when a message to a person waits to be sent. */
@Component
class SendingSignal extends CommitSignal {}

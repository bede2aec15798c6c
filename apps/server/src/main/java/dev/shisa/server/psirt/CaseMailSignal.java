package dev.shisa.server.psirt;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when a mail of a case waits to be sent. */
@Component
class CaseMailSignal extends CommitSignal {}

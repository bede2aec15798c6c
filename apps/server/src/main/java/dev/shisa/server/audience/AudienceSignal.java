package dev.shisa.server.audience;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when a mail to users waits to be sent. */
@Component
class AudienceSignal extends CommitSignal {}

package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when a message to a channel waits to be sent. */
@Component
class RoomSignal extends CommitSignal {}

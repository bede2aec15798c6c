package dev.shisa.server.tracker;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when something is to be sent to a tracker. */
@Component
class TrackerSignal extends CommitSignal {}

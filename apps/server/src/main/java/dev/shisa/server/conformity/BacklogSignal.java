package dev.shisa.server.conformity;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Tells the worker that a transaction was committed which let series wait. */
@Component
class BacklogSignal extends CommitSignal {}

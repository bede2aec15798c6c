package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Given when something was told. */
@Component
class NoticeSignal extends CommitSignal {}

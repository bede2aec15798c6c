package dev.shisa.server.psirt;

import dev.shisa.server.evidence.TableKeeper;
import dev.shisa.server.platform.web.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from what JPCERT/CC was told of the window. */
@Component
class WindowKeeper extends TableKeeper {

    WindowKeeper(JdbcClient jdbc, Messages messages) {
        super(jdbc, messages, "psirt_window_said", "evidence", "psirt.window.name", WindowPages.HERE);
    }
}

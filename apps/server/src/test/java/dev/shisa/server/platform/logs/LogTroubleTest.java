package dev.shisa.server.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTroubleTest {

    @Test
    void aLogThatCannotBeWrittenIsOneLineWithoutFrames() {
        LoggerContext log = new LoggerContext();
        log.getStatusManager().add(new OnErrorConsoleStatusListener());
        List<String> terminal = new ArrayList<>();
        LogTrouble trouble = new LogTrouble(terminal::add);
        trouble.takeOver(log);
        trouble.takeOver(log);
        for (int i = 0; i < 3; i++) {
            log.getStatusManager()
                    .add(new ErrorStatus("IO failure while writing", this, new IOException("No space left on device")));
        }
        assertThat(terminal).containsExactly("log: IO failure while writing (No space left on device)");
        assertThat(log.getStatusManager().getCopyOfStatusListenerList())
                .noneMatch(OnErrorConsoleStatusListener.class::isInstance);
    }
}

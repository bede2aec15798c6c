package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.jobs.Background;
import org.springframework.stereotype.Component;

/** Whether the work behind the pages ended well the last time. */
@Component
class BackgroundCheck implements Check {

    @Override
    public String id() {
        return "background";
    }

    @Override
    public int position() {
        return 60;
    }

    @Override
    public Finding look() {
        int failed = Background.failed().size();
        return failed == 0 ? new Finding.Ok() : new Finding.Bad("failed", failed);
    }
}

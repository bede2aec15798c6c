package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What became of backups and drills for programs. A backup itself is begun by whoever holds its key. */
@Controller
class BackupApi {

    private static final int RUNS_MAX = 100;

    private final RunStore runs;

    BackupApi(RunStore runs) {
        this.runs = runs;
    }

    record BackupRunBody(
            UUID id,
            @OneOf({"backup", "drill", "restore"}) String kind,
            String cause,
            Instant startedAt,
            Instant finishedAt,
            @OneOf({"ok", "incomplete", "failed"}) String outcome,
            String backup) {}

    /** The newest first. */
    @GetMapping("/api/v1/backups")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "health.backups")
    Answer<Listing<BackupRunBody>> list() {
        List<Run> latest = runs.latest(RUNS_MAX);
        return Answer.of(new Listing<>(
                latest.stream()
                        .map(run -> new BackupRunBody(
                                run.id(),
                                run.kind().id(),
                                run.cause().id(),
                                run.startedAt(),
                                run.finishedAt(),
                                run.outcome().id(),
                                run.backup()))
                        .toList(),
                null));
    }
}

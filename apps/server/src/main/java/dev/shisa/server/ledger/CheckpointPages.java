package dev.shisa.server.ledger;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** Who, outside of this installation, holds the history of the ledger? */
@Controller
class CheckpointPages {

    static final String PATH = "/records/checkpoints";

    private final Receivers receivers;
    private final ReceiverViews views;
    private final CheckpointSender sender;
    private final LedgerKeeper keeper;

    CheckpointPages(Receivers receivers, ReceiverViews views, CheckpointSender sender, LedgerKeeper keeper) {
        this.receivers = receivers;
        this.views = views;
        this.sender = sender;
        this.keeper = keeper;
    }

    @GetMapping(PATH)
    @Requires(Act.READ_AUDIT)
    ModelAndView list(@ModelAttribute("ui") Ui ui) {
        List<CheckpointView.Row> rows = receivers.all().stream()
                .map(receiver -> views.row(ui, receiver))
                .toList();
        return new ModelAndView("ledger/checkpoints")
                .addObject("title", title(ui, rows))
                .addObject("rows", rows)
                .addObject("kinds", rows.size() < Receivers.MAX ? ReceiverPages.KINDS : List.of())
                .addObject("now", now());
    }

    @GetMapping(PATH + ".{format}")
    @Requires(Act.READ_AUDIT)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "shisa-checkpoint-receivers-" + ui.day(ui.now()), ui)
                .column("name", "checkpoint.receiver")
                .column("kind", "checkpoint.file.kind")
                .column("address", "checkpoint.file.address")
                .column("every", "checkpoint.file.every")
                .column("state", "checkpoint.state")
                .column("last", "checkpoint.last")
                .column("held", "checkpoint.file.held")
                .column("next", "checkpoint.next")
                .download(receivers.all().stream()
                        .map(receiver -> views.row(ui, receiver))
                        .map(row -> List.of(
                                row.name(),
                                row.kind(),
                                row.address(),
                                row.every(),
                                row.word(),
                                row.result(),
                                row.held(),
                                row.next()))
                        .toList());
    }

    @GetMapping(path = PATH + "/checkpoint.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> checkpoint() {
        CheckpointSender.Newest newest = newest();
        return RecordPages.file(
                "checkpoint-" + newest.log() + "-" + newest.checkpoint().size() + ".txt",
                newest.checkpoint().note().bytes());
    }

    @GetMapping(path = PATH + "/vkey.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> vkey() {
        int log = newest().log();
        return RecordPages.file("vkey-" + log + ".txt", (keeper.key(log) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private CheckpointSender.Newest newest() {
        return sender.newest().orElseThrow(() -> new Problem(503, "checkpoint.none"));
    }

    private CheckpointView.@Nullable Now now() {
        return sender.newest()
                .map(newest -> new CheckpointView.Now(
                        newest.checkpoint().size(),
                        newest.checkpoint().note().toString(),
                        keeper.key(newest.log()).toString()))
                .orElse(null);
    }

    private static String title(Ui ui, List<CheckpointView.Row> rows) {
        long paused = rows.stream().filter(CheckpointView.Row::paused).count();
        long failing = rows.stream()
                .filter(row -> row.state().equals("not-met") && !row.paused())
                .count();
        long holding = rows.stream().filter(row -> !row.held().isEmpty()).count();
        if (rows.isEmpty()) {
            return ui.t("checkpoint.title.none");
        }
        if (failing > 0) {
            return ui.t("checkpoint.title.failing", rows.size(), failing);
        }
        return paused > 0
                ? ui.t("checkpoint.title.paused", rows.size(), paused)
                : ui.t("checkpoint.title.held", holding);
    }
}

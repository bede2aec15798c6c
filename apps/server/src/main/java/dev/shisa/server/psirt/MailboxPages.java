package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailServerEntry;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The mail box that takes reports: where it is, and whether it works. */
@Controller
class MailboxPages {

    private static final String HERE = CaseWords.ALL + "/mailbox";
    private static final int FOLDER_CHARS_MAX = 200;
    private static final int BROKEN_SHOWN = 50;
    private static final Set<String> DONE = Set.of("saved", "looking");

    /** Fields of the rules for mail servers that a mail box has not. */
    private static final String NO_SENDER = "reports@example.invalid";

    private final Mailbox mailbox;
    private final MailboxStore store;

    MailboxPages(Mailbox mailbox, MailboxStore store) {
        this.mailbox = mailbox;
        this.store = store;
    }

    @GetMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    ModelAndView mailbox(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        MailboxStore.Box box = store.box().orElse(null);
        Map<String, String> values = new HashMap<>();
        values.put("on", box == null || box.on() ? "1" : "0");
        values.put("host", box == null ? "" : box.host());
        values.put("port", box == null ? "993" : "" + box.port());
        values.put(
                "security",
                box == null ? MailServer.Security.TLS.id() : box.security().id());
        values.put("user", box == null ? "" : box.user());
        values.put("folder", box == null ? "INBOX" : box.folder());
        values.put("target", box == null ? "" : box.target());
        return page(values, new Mistakes(), done, ui);
    }

    private ModelAndView page(Map<String, String> values, Mistakes mistakes, String done, Ui ui) {
        MailboxStore.Box box = store.box().orElse(null);
        MailboxStore.Stand stand = store.stand();
        Map<String, Integer> counts = store.counts();
        boolean on = box != null && box.on();
        return new ModelAndView("psirt/mailbox")
                .addObject("title", title(on, stand, ui))
                .addObject("on", on)
                .addObject("version", box == null ? 0 : box.version())
                .addObject("kept", box != null && !box.user().isEmpty())
                .addObject("values", new TreeMap<>(values))
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "")
                .addObject(
                        "failed",
                        on && !stand.code().isEmpty() && !stand.code().equals("arrived") ? why(stand, ui) : "")
                .addObject("looked", stand.at() == null ? "" : ui.minute(stand.at()))
                .addObject("waiting", stand.waiting())
                .addObject(
                        "counts",
                        List.of("case", "joined", "kept", "broken").stream()
                                .map(became -> new CaseView.Fact(
                                        ui.t("psirt.mailbox.became." + became),
                                        ui.t("psirt.mailbox.many", counts.getOrDefault(became, 0))))
                                .toList())
                .addObject(
                        "broken",
                        store.broken(BROKEN_SHOWN).stream()
                                .map(b -> new CaseView.BrokenRow(
                                        ui.minute(b.at()),
                                        ui.t("psirt.mailbox.place", b.uid()),
                                        CasePages.size(b.bytes(), ui),
                                        ui.t("psirt.mailbox.why." + b.why(), MailFile.BYTES_MAX / 1024 / 1024)))
                                .toList());
    }

    private static String title(boolean on, MailboxStore.Stand stand, Ui ui) {
        return !on
                ? ui.t("psirt.mailbox.off")
                : stand.code().isEmpty()
                        ? ui.t("psirt.mailbox.soon")
                        : stand.code().equals("arrived") ? ui.t("psirt.mailbox.works") : ui.t("psirt.mailbox.fails");
    }

    private static String why(MailboxStore.Stand stand, Ui ui) {
        Object[] args = stand.args().toArray();
        return stand.code().equals("no-folder")
                ? ui.t("psirt.mailbox.no-folder", args)
                : ui.t("outgoing.outcome." + stand.code(), args);
    }

    @PostMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    ModelAndView save(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> values = new HashMap<>();
        for (String field : List.of("on", "host", "port", "security", "user", "folder", "target")) {
            values.put(field, Entering.clean(sent.getOrDefault(field, ""), false));
        }
        String password = sent.getOrDefault("password", "");
        MailboxStore.Box before = store.box().orElse(null);
        MailServer server = server(values, password, before, mistakes, ui);
        if (values.getOrDefault("user", "").isEmpty()) {
            mistakes.add("user", ui.t("psirt.mistake.missing"));
        }
        String folder = values.getOrDefault("folder", "");
        if (folder.isEmpty() || folder.length() > FOLDER_CHARS_MAX) {
            mistakes.add("folder", ui.t("psirt.mistake.folder", FOLDER_CHARS_MAX));
        }
        String target = values.getOrDefault("target", "");
        if (target.length() > FOLDER_CHARS_MAX || target.equals(folder)) {
            mistakes.add("target", ui.t("psirt.mistake.target", FOLDER_CHARS_MAX));
        }
        String seen = sent.getOrDefault("seen", "0");
        if (server != null && mistakes.none()) {
            if (mailbox.save(
                    new MailboxStore.Box(
                            values.getOrDefault("on", "").equals("1"),
                            new UUID(0, 0),
                            server.host(),
                            server.port(),
                            server.security(),
                            server.user(),
                            folder,
                            target,
                            seen.matches("\\d{1,9}") ? Integer.parseInt(seen) : 0),
                    password,
                    person)) {
                return new ModelAndView("redirect:" + HERE + "?done=saved");
            }
            mistakes.add("host", ui.t("psirt.mistake.changed"));
        }
        response.setStatus(422);
        return page(values, mistakes, "", ui);
    }

    private static @Nullable MailServer server(
            Map<String, String> values, String password, MailboxStore.@Nullable Box before, Mistakes mistakes, Ui ui) {
        return MailServerEntry.read(
                ui,
                mistakes,
                new MailServerEntry.Typed(
                        values.getOrDefault("host", ""),
                        values.getOrDefault("port", ""),
                        values.getOrDefault("security", ""),
                        values.getOrDefault("user", ""),
                        password,
                        NO_SENDER),
                before == null
                        ? null
                        : new MailServer(before.host(), before.port(), before.security(), before.user(), NO_SENDER));
    }

    /** Lets it be looked into now. */
    @PostMapping(HERE + "/look")
    @Requires(Act.RUN_PSIRT)
    ModelAndView look() {
        mailbox.hurry();
        return new ModelAndView("redirect:" + HERE + "?done=looking");
    }
}

package dev.shisa.server.webhook;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import dev.shisa.server.platform.outgoing.SignedWebhooks;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › Webhook: which systems are told what happens, and whether it arrives. */
@Controller
@RequestMapping("/settings/webhooks")
class WebhookPages {

    private static final int TOLD_SHOWN = 50;

    private final Webhooks webhooks;
    private final WebhookStore store;
    private final SignedWebhooks sender;
    private final LedgerKeeper keeper;

    WebhookPages(Webhooks webhooks, WebhookStore store, SignedWebhooks sender, LedgerKeeper keeper) {
        this.webhooks = webhooks;
        this.store = store;
        this.sender = sender;
        this.keeper = keeper;
    }

    @GetMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView list(@ModelAttribute("ui") Ui ui) {
        return list(
                ui, new WebhookView.Form("", "", false, Set.copyOf(Webhook.ids(Webhook.Event.USUAL))), new Mistakes());
    }

    @GetMapping("/export.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "shisa-webhooks-" + ui.day(ui.now()), ui)
                .column("name", "webhook.word")
                .column("url", "webhook.url")
                .column("events", "webhook.events")
                .column("state", "webhook.state")
                .column("made", "webhook.made")
                .download(store.all().stream()
                        .map(webhook -> row(ui, webhook))
                        .map(row -> List.of(
                                row.name(), row.url(), row.events(), ui.t("webhook.state." + row.state()), row.made()))
                        .toList());
    }

    @GetMapping("/{id}/deliveries.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> deliveries(
            @PathVariable String id, @PathVariable String format, @ModelAttribute("ui") Ui ui) {
        Webhook webhook = require(id);
        return TableFile.of(format, "shisa-deliveries-" + ui.day(ui.now()), ui)
                .column("at", "webhook.told.at")
                .column("number", "ledger.number")
                .column("event", "webhook.told.what")
                .column("result", "webhook.told.result")
                .download((most, lines) -> store.told(webhook.id(), most).stream()
                        .map(told -> told(ui, told))
                        .forEach(told -> lines.accept(List.of(told.at(), told.number(), told.event(), told.words()))));
    }

    /** The secret is in this answer and never again. */
    @PostMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView add(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") String inside,
            @RequestParam(required = false) @Nullable List<String> event,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Set<String> ids = event == null ? Set.of() : Set.copyOf(event);
        Set<Webhook.Event> events = events(ids);
        Optional<URI> uri = sender.address(url.strip());
        boolean within = inside.equals("1");
        Mistakes mistakes = new Mistakes();
        if (name.isBlank()) {
            mistakes.add("name", ui.t("webhook.name.missing"));
        } else if (name.length() > Webhooks.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("account.name.long", name.length(), Webhooks.NAME_CHARS_MAX));
        }
        if (uri.isEmpty()) {
            mistakes.add("url", ui.t("webhook.url.wrong"));
        } else if (!within && OwnNetwork.saysWithin(uri.get().getHost())) {
            mistakes.add("url", ui.t("outgoing.inside.wrong", uri.get().getHost()));
        }
        if (events.isEmpty()) {
            mistakes.add("event", ui.t("webhook.events.missing"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return list(ui, new WebhookView.Form(name, url, within, ids), mistakes);
        }
        // What has happened before is none of its business.
        keeper.drain();
        Webhooks.Made made = webhooks.add(name.strip(), new OutsideHttp.To(uri.orElseThrow(), within), events, person);
        return one(ui, made.webhook(), made.secret(), null);
    }

    /** Those of the ids that there are; empty if one is none, which a form of ours does not send. */
    private static Set<Webhook.Event> events(Set<String> ids) {
        Set<Webhook.Event> events =
                ids.stream().flatMap(id -> Webhook.Event.of(id).stream()).collect(Collectors.toSet());
        return events.size() < ids.size() ? Set.of() : events;
    }

    @GetMapping("/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView one(@PathVariable String id, @ModelAttribute("ui") Ui ui) {
        return one(ui, require(id), "", null);
    }

    /** Chooses anew what is told; the secret stays, so nothing changes at the receiver. */
    @PostMapping("/{id}/events")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView choose(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable List<String> event,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Webhook webhook = require(id);
        Set<Webhook.Event> events = events(event == null ? Set.of() : Set.copyOf(event));
        if (!events.isEmpty()) {
            webhooks.choose(webhook, events);
            return new ModelAndView("redirect:/settings/webhooks/" + id);
        }
        response.setStatus(422);
        Mistakes mistakes = new Mistakes();
        mistakes.add("event", ui.t("webhook.events.missing"));
        return one(ui, webhook, "", null).addObject("mistakes", mistakes).addObject("chosen", Set.of());
    }

    @PostMapping("/{id}/trial")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView trial(@PathVariable String id, @ModelAttribute("ui") Ui ui) {
        Webhook webhook = require(id);
        SignedWebhooks.Sent outcome = webhooks.trial(webhook);
        return one(ui, webhook, "", words(ui, outcome.code(), outcome.args()));
    }

    @PostMapping("/{id}/again")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView again(
            @PathVariable String id, @RequestParam(defaultValue = "") String number, @ModelAttribute("ui") Ui ui) {
        Webhook webhook = require(id);
        SignedWebhooks.Sent outcome = webhooks.again(webhook, number);
        return one(ui, webhook, "", words(ui, outcome.code(), outcome.args()));
    }

    @PostMapping("/{id}/resume")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView resume(@PathVariable String id) {
        webhooks.resume(require(id));
        return new ModelAndView("redirect:/settings/webhooks/" + id);
    }

    @PostMapping("/{id}/remove")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView remove(@PathVariable String id) {
        webhooks.remove(require(id));
        return new ModelAndView("redirect:/settings/webhooks");
    }

    private Webhook require(String id) {
        try {
            return store.byId(UUID.fromString(id)).orElseThrow(() -> new Problem(404, "webhook.not-found"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "webhook.not-found");
        }
    }

    private ModelAndView list(Ui ui, WebhookView.Form form, Mistakes mistakes) {
        return new ModelAndView("webhook/webhooks")
                .addObject(
                        "rows",
                        store.all().stream().map(webhook -> row(ui, webhook)).toList())
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("events", choices(ui));
    }

    private static List<Parts.Choice> choices(Ui ui) {
        return Arrays.stream(Webhook.Event.values())
                .map(event -> new Parts.Choice(
                        event.id(),
                        ui.t("webhook.event." + event.id()),
                        event == Webhook.Event.CASE_OPENED ? ui.t("webhook.event.case.opened.about") : ""))
                .toList();
    }

    private ModelAndView one(Ui ui, Webhook webhook, String secret, @Nullable String outcome) {
        Webhook now = store.byId(webhook.id()).orElse(webhook);
        return new ModelAndView("webhook/webhook")
                .addObject("row", row(ui, now))
                .addObject("secret", secret)
                .addObject("outcome", outcome)
                .addObject("mistakes", new Mistakes())
                .addObject("events", choices(ui))
                .addObject("chosen", Set.copyOf(Webhook.ids(now.events())))
                .addObject(
                        "told",
                        store.told(now.id(), TOLD_SHOWN).stream()
                                .map(told -> told(ui, told))
                                .toList());
    }

    private static WebhookView.Told told(Ui ui, Webhook.Told told) {
        return new WebhookView.Told(
                ui.second(told.at()),
                told.number(),
                ui.has("webhook.event." + told.event()) ? ui.t("webhook.event." + told.event()) : told.event(),
                told.arrived() ? "met" : told.code().equals("erased") ? "info" : "not-met",
                words(ui, told.code(), told.args()),
                told.byItself());
    }

    /** That something arrives is said only after the last thing that was sent did. */
    private String state(Webhook webhook) {
        if (webhook.pausedAt() != null) {
            return "paused";
        }
        if (webhook.failingSince() != null) {
            return "failing";
        }
        return store.told(webhook.id(), 1).stream()
                .findFirst()
                .map(last -> last.arrived() || last.code().equals("erased") ? "well" : "missed")
                .orElse("untried");
    }

    private WebhookView.Row row(Ui ui, Webhook webhook) {
        String state = state(webhook);
        return new WebhookView.Row(
                webhook.id().toString(),
                webhook.name(),
                webhook.uri().toString(),
                webhook.events().stream()
                        .sorted()
                        .map(event -> ui.t("webhook.event." + event.id()))
                        .collect(Collectors.joining(ui.t("people.and"))),
                state,
                switch (state) {
                    case "paused" -> "not-met";
                    case "failing", "missed" -> "recheck";
                    case "untried" -> "unknown";
                    default -> "met";
                },
                webhook.failingSince() == null
                        ? ui.t("webhook.state." + state + ".text")
                        : ui.t(
                                "webhook.state." + state + ".text",
                                ui.minute(webhook.failingSince()),
                                ui.minute(webhook.dueAt())),
                ui.t("monitoring.made.by", ui.minute(webhook.madeAt()), webhook.madeBy()));
    }

    /** The same words as for checkpoints, which go the same way. */
    private static String words(Ui ui, String code, List<String> args) {
        String key = (ui.has("webhook.outcome." + code) ? "webhook.outcome." : "outgoing.outcome.") + code;
        return ui.has(key) ? ui.t(key, args.toArray()) : code;
    }
}

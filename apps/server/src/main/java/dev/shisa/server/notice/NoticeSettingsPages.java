package dev.shisa.server.notice;

import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailServerEntry;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

/** 設定 › お知らせ: how do notices leave the house, and do they arrive? */
@Controller
@RequestMapping("/settings/notices")
class NoticeSettingsPages {

    private static final String PATH = "/settings/notices";

    /** A token of Chatwork has 32 characters. */
    private static final int TOKEN_CHARS_MAX = 200;

    private final NoticeSettings settings;
    private final ChannelStore channels;
    private final MessageStore messages;
    private final DeliveryLog log;
    private final Issuers issuers;

    NoticeSettingsPages(
            NoticeSettings settings, ChannelStore channels, MessageStore messages, DeliveryLog log, Issuers issuers) {
        this.settings = settings;
        this.channels = channels;
        this.messages = messages;
        this.log = log;
        this.issuers = issuers;
    }

    // ---- mails -----------------------------------------------------------------------------------

    @GetMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView mail(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        ChannelStore.Post post = settings.post();
        return mail(ui, form(post), post, new Mistakes(), done.equals("1"), false);
    }

    private static NoticeView.MailForm form(ChannelStore.Post post) {
        MailServer server = post.server();
        return server == null
                ? new NoticeView.MailForm(
                        post.version() == 0 ? "1" : "",
                        "",
                        "587",
                        MailServer.Security.STARTTLS.id(),
                        "",
                        "",
                        Integer.toString(post.digestHour()))
                : new NoticeView.MailForm(
                        "1",
                        server.host(),
                        Integer.toString(server.port()),
                        server.security().id(),
                        server.user(),
                        server.from(),
                        Integer.toString(post.digestHour()));
    }

    @PostMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView save(
            @RequestParam Map<String, String> sent, @ModelAttribute("ui") Ui ui, HttpServletResponse response) {
        NoticeView.MailForm form = new NoticeView.MailForm(
                text(sent, "on"),
                text(sent, "host"),
                text(sent, "port"),
                text(sent, "security"),
                text(sent, "user"),
                text(sent, "from"),
                text(sent, "hour"));
        String password = sent.getOrDefault("password", "");
        ChannelStore.Post before = settings.post();
        Mistakes mistakes = new Mistakes();
        MailServer server = form.on().equals("1")
                ? MailServerEntry.read(
                        ui,
                        mistakes,
                        new MailServerEntry.Typed(
                                form.host(), form.port(), form.security(), form.user(), password, form.from()),
                        before.server())
                : null;
        int hour = form.hour().matches("[0-9]{1,2}") ? Integer.parseInt(form.hour()) : -1;
        if (hour < 0 || hour > 23) {
            mistakes.add("hour", ui.t("notice.hour.wrong"));
        }
        String backlog = text(sent, "backlog");
        if (server != null && before.server() == null && settings.backlog() > 0) {
            if (!backlog.equals("send") && !backlog.equals("stop")) {
                mistakes.add("backlog", ui.t("notice.backlog.wrong", settings.backlog()));
            } else if (backlog.equals("send") && leadsNowhere()) {
                mistakes.add("backlog", ui.t("notice.backlog.nowhere", issuers.origin()));
            }
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return mail(ui, form, before, mistakes, false, false);
        }
        String version = text(sent, "version");
        if (!settings.save(
                server,
                password,
                hour,
                version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : -1,
                before.server() == null && backlog.equals("stop"))) {
            response.setStatus(409);
            return mail(ui, form, settings.post(), mistakes, false, true);
        }
        return new ModelAndView("redirect:" + PATH + "?done=1");
    }

    /** Whether links in mails would lead people outside to no place that they can reach. */
    private boolean leadsNowhere() {
        String host = String.valueOf(URI.create(issuers.origin()).getHost());
        return !host.contains(".") || OwnNetwork.saysWithin(host);
    }

    private ModelAndView mail(
            Ui ui, NoticeView.MailForm form, ChannelStore.Post post, Mistakes mistakes, boolean done, boolean stale) {
        MailServer server = post.server();
        return page(ui, "notice/mail", "mail")
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("version", post.version())
                .addObject("kept", server != null && !server.user().isEmpty())
                .addObject("on", server != null)
                .addObject("entered", post.version() > 0)
                .addObject("done", done)
                .addObject("stale", stale)
                .addObject("backlog", server == null ? settings.backlog() : 0)
                .addObject("address", issuers.origin())
                .addObject("nowhere", leadsNowhere())
                .addObject("email", ui.person() == null ? "" : ui.person().email());
    }

    /** Sends a trial to who asks for it. */
    @PostMapping("/trial")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView trial(@AuthenticationPrincipal Person person) {
        if (settings.post().server() == null) {
            throw new Problem(409, "notice.no-mail");
        }
        settings.trial(new NoticeStore.Receiver(person.id(), true), person.name());
        return new ModelAndView("redirect:" + PATH + "/deliveries?done=trial");
    }

    // ---- channels --------------------------------------------------------------------------------

    @GetMapping("/channels")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView channels(@ModelAttribute("ui") Ui ui) {
        return channels(ui, emptyForm(ui), new Mistakes());
    }

    private static NoticeView.ChannelForm emptyForm(Ui ui) {
        return new NoticeView.ChannelForm(
                "",
                ChannelShape.SLACK.id(),
                "",
                false,
                Set.of(Topic.VULNERABILITY.id(), Topic.VERDICT.id()),
                ui.lang());
    }

    @GetMapping("/channels.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> channels(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "shisa-notice-channels-" + ui.day(ui.now()), ui)
                .column("name", "notice.channel")
                .column("shape", "notice.channel.shape")
                .column("address", "notice.channel.address")
                .column("topics", "notice.channel.topics")
                .column("state", "notice.channel.state")
                .download(channels.all().stream()
                        .map(channel -> row(ui, channel))
                        .map(row -> List.of(row.name(), row.shape(), row.address(), row.topics(), row.words()))
                        .toList());
    }

    @PostMapping("/channels")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView add(
            @RequestParam Map<String, String> sent,
            @RequestParam(required = false) @Nullable List<String> topic,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Set<String> chosen = topic == null ? Set.of() : Set.copyOf(topic);
        NoticeView.ChannelForm form = new NoticeView.ChannelForm(
                text(sent, "name"),
                text(sent, "shape"),
                text(sent, "room"),
                text(sent, "inside").equals("1"),
                chosen,
                text(sent, "language"));
        Set<Topic> topics = topics(chosen);
        ChannelShape shape = ChannelShape.of(form.shape()).orElse(null);
        String token = text(sent, "token");
        Mistakes mistakes = new Mistakes();
        named(ui, form, mistakes);
        Optional<URI> uri = Optional.empty();
        if (shape == null) {
            mistakes.add("shape", ui.t("notice.channel.shape.wrong"));
        } else if (shape == ChannelShape.CHATWORK) {
            uri = ChannelShape.chatworkRoom(form.room());
            if (uri.isEmpty()) {
                mistakes.add("room", ui.t("notice.channel.room.wrong"));
            }
            if (!token.matches("[!-~]{1," + TOKEN_CHARS_MAX + "}")) {
                mistakes.add("token", ui.t("notice.channel.token.wrong"));
            }
        } else {
            uri = OutsideHttp.address(text(sent, "url"));
            if (uri.isEmpty()) {
                mistakes.add("url", ui.t("checkpoint.form.url.wrong"));
            } else if (!form.inside() && OwnNetwork.saysWithin(uri.get().getHost())) {
                mistakes.add("url", ui.t("outgoing.inside.wrong", uri.get().getHost()));
            }
        }
        told(ui, form, mistakes);
        if (shape == null || uri.isEmpty() || !mistakes.none()) {
            response.setStatus(422);
            return channels(ui, form, mistakes);
        }
        NoticeSettings.Made made = settings.add(
                form.name(),
                shape,
                new OutsideHttp.To(uri.get(), form.inside()),
                token,
                topics,
                form.language(),
                person);
        // The secret is in this answer and never again.
        return made.secret().isEmpty()
                ? new ModelAndView(
                        "redirect:" + PATH + "/channels/" + made.channel().id())
                : channel(ui, made.channel(), made.secret(), form(made.channel()), mistakes);
    }

    private static Set<Topic> topics(Set<String> chosen) {
        return chosen.stream().flatMap(id -> Topic.of(id).stream()).collect(Collectors.toSet());
    }

    private static void named(Ui ui, NoticeView.ChannelForm form, Mistakes mistakes) {
        if (form.name().isEmpty() || form.name().length() > NoticeSettings.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("notice.channel.name.wrong", NoticeSettings.NAME_CHARS_MAX));
        }
    }

    private static void told(Ui ui, NoticeView.ChannelForm form, Mistakes mistakes) {
        Set<Topic> topics = topics(form.topics());
        if (topics.isEmpty() || topics.size() < form.topics().size()) {
            mistakes.add("topic", ui.t("notice.channel.topics.wrong"));
        }
        if (!Set.of("ja", "en").contains(form.language())) {
            mistakes.add("language", ui.t("checkpoint.form.language.choose"));
        }
    }

    private static List<Parts.Choice> topicChoices(Ui ui) {
        return Topic.OF_ROOMS.stream()
                .map(topic -> new Parts.Choice(
                        topic.id(), ui.t("notice.topic." + topic.id()), ui.t("notice.topic." + topic.id() + ".about")))
                .toList();
    }

    private ModelAndView channels(Ui ui, NoticeView.ChannelForm form, Mistakes mistakes) {
        return page(ui, "notice/channels", "channels")
                .addObject(
                        "rows",
                        channels.all().stream().map(channel -> row(ui, channel)).toList())
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject(
                        "shapes",
                        Arrays.stream(ChannelShape.values())
                                .map(shape -> new Parts.Choice(
                                        shape.id(),
                                        ui.t("notice.shape." + shape.id()),
                                        ui.t("notice.shape." + shape.id() + ".help")))
                                .toList())
                .addObject("topics", topicChoices(ui));
    }

    @GetMapping("/channels/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView channel(
            @PathVariable String id, @RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        Channel channel = require(id);
        return channel(ui, channel, "", form(channel), new Mistakes()).addObject("done", done.equals("changed"));
    }

    private static NoticeView.ChannelForm form(Channel channel) {
        return new NoticeView.ChannelForm(
                channel.name(),
                channel.shape().id(),
                "",
                channel.inside(),
                channel.topics().stream().map(Topic::id).collect(Collectors.toSet()),
                channel.language());
    }

    @PostMapping("/channels/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView change(
            @PathVariable String id,
            @RequestParam Map<String, String> sent,
            @RequestParam(required = false) @Nullable List<String> topic,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Channel before = require(id);
        Set<String> chosen = topic == null ? Set.of() : Set.copyOf(topic);
        NoticeView.ChannelForm form = new NoticeView.ChannelForm(
                text(sent, "name"),
                before.shape().id(),
                "",
                text(sent, "inside").equals("1"),
                chosen,
                text(sent, "language"));
        Mistakes mistakes = new Mistakes();
        named(ui, form, mistakes);
        told(ui, form, mistakes);
        if (!mistakes.none()) {
            response.setStatus(422);
            return channel(ui, before, "", form, mistakes);
        }
        settings.change(new Channel(
                before.id(),
                form.name(),
                before.shape(),
                before.address(),
                form.inside(),
                topics(chosen),
                form.language(),
                before.madeAt(),
                before.madeBy()));
        return new ModelAndView("redirect:" + PATH + "/channels/" + before.id() + "?done=changed");
    }

    @PostMapping("/channels/{id}/trial")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView trial(@PathVariable String id) {
        Channel channel = require(id);
        settings.trial(new NoticeStore.Receiver(channel.id(), false), channel.name());
        return new ModelAndView("redirect:" + PATH + "/deliveries?done=trial");
    }

    @PostMapping("/channels/{id}/remove")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView remove(@PathVariable String id) {
        settings.remove(require(id));
        return new ModelAndView("redirect:" + PATH + "/channels");
    }

    private ModelAndView channel(
            Ui ui, Channel channel, String secret, NoticeView.ChannelForm form, Mistakes mistakes) {
        return page(ui, "notice/channel", "channels")
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("topics", topicChoices(ui))
                .addObject("done", false)
                .addObject("row", row(ui, channel))
                .addObject("made", ui.t("monitoring.made.by", ui.minute(channel.madeAt()), channel.madeBy()))
                .addObject("secret", secret);
    }

    private NoticeView.ChannelRow row(Ui ui, Channel channel) {
        Optional<NoticeMessage> last = messages.last(channel.id());
        String state = last.map(message -> message.state().id()).orElse("none");
        return new NoticeView.ChannelRow(
                channel.id().toString(),
                channel.name(),
                ui.t("notice.shape." + channel.shape().id()),
                channel.address(),
                channel.topics().stream()
                        .sorted()
                        .map(topic -> ui.t("notice.topic." + topic.id()))
                        .collect(Collectors.joining(ui.t("people.and"))),
                ui.t("notice.state." + state),
                DeliveryLog.sign(state),
                last.map(message -> NoticeText.outcome(ui, message.code(), message.args()))
                        .orElseGet(() -> ui.t("notice.outcome.none")));
    }

    private Channel require(String id) {
        try {
            return channels.one(UUID.fromString(id)).orElseThrow(() -> new Problem(404, "notice.channel-unknown"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "notice.channel-unknown");
        }
    }

    // ---- the log ---------------------------------------------------------------------------------

    @GetMapping("/deliveries")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView deliveries(
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui) {
        return page(ui, "notice/deliveries", "deliveries")
                .addObject("log", log.page(ui, before))
                .addObject("first", before.isEmpty())
                .addObject("done", Set.of("trial", "again").contains(done) ? done : "");
    }

    @GetMapping("/deliveries.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> deliveries(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "shisa-notice-deliveries-" + ui.day(ui.now()), ui)
                .column("made", "notice.sent.at")
                .column("to", "notice.sent.to")
                .column("way", "notice.sent.way")
                .column("what", "notice.sent.what")
                .column("state", "notice.sent.state")
                .column("result", "notice.sent.result")
                .download((most, lines) -> log.all(ui, most)
                        .forEach(sent -> lines.accept(List.of(
                                sent.made(),
                                sent.to(),
                                sent.way(),
                                sent.sort() + " " + sent.things(),
                                sent.state(),
                                sent.words()))));
    }

    @PostMapping("/deliveries/{id}/again")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView again(@PathVariable String id) {
        try {
            settings.again(
                    messages.one(UUID.fromString(id)).orElseThrow(() -> new Problem(404, "notice.message-unknown")));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "notice.message-unknown");
        }
        return new ModelAndView("redirect:" + PATH + "/deliveries?done=again");
    }

    // ---- all -------------------------------------------------------------------------------------

    private ModelAndView page(Ui ui, String template, String here) {
        return new ModelAndView(template)
                .addObject(
                        "places",
                        new NoticeView.Places(
                                List.of(
                                        new Parts.Choice(PATH, ui.t("notice.place.mail")),
                                        new Parts.Choice(PATH + "/channels", ui.t("notice.place.channels")),
                                        new Parts.Choice(PATH + "/deliveries", ui.t("notice.place.deliveries"))),
                                here.equals("mail") ? PATH : PATH + "/" + here));
    }

    private static String text(Map<String, String> sent, String name) {
        return sent.getOrDefault(name, "").strip().replaceAll("\\p{Cntrl}", "");
    }
}

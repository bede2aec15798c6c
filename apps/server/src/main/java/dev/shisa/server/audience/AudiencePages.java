package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 知らせ: what have we told those who use our products, what waits, and did they read it? */
@Controller
class AudiencePages {

    static final String NOTICES = "/field/notices";
    private static final String ONE = NOTICES + "/{code}";
    private static final String RECEIVERS = "/field/receivers";
    private static final Set<String> DONE = Set.of("sent", "aside", "again", "reminded", "improved", "saved");
    private static final int FAILURES_SHOWN = 100;

    private final UserNotices notices;
    private final Subscriptions subscriptions;
    private final AudienceStore store;
    private final Businesses businesses;
    private final BusinessStore answers;
    private final AudienceMail words;
    private final Products products;
    private final PortalFrames frames;

    AudiencePages(
            UserNotices notices,
            Subscriptions subscriptions,
            AudienceStore store,
            Businesses businesses,
            BusinessStore answers,
            AudienceMail words,
            Products products,
            PortalFrames frames) {
        this.notices = notices;
        this.subscriptions = subscriptions;
        this.store = store;
        this.businesses = businesses;
        this.answers = answers;
        this.words = words;
        this.products = products;
        this.frames = frames;
    }

    // The list

    private List<UserNotice> found(
            List<UserNotice> all, String q, String state, String kind, Map<UUID, AudienceStore.Tally> tallies, Ui ui) {
        SearchWords sought = SearchWords.of(q);
        return all.stream()
                .filter(one -> state.isEmpty() || stand(one, tallies).id().equals(state))
                .filter(one -> kind.isEmpty() || one.kind().id().equals(kind))
                .filter(one -> sought.isEmpty()
                        || sought.isIn(one.code() + "\n" + one.content().title().ja() + "\n"
                                + one.content().title().en() + "\n" + names(one, ui)))
                .toList();
    }

    /** What the page says after an act; of mails only where some leave the house. */
    private static String told(String done, UserNotice notice, boolean noMails) {
        if (done.equals("sent") && noMails) {
            return notice.kind() == AudienceKind.UPDATE ? "published" : "decided";
        }
        return DONE.contains(done) ? done : "";
    }

    private AudienceStand stand(UserNotice notice, Map<UUID, AudienceStore.Tally> tallies) {
        return AudienceStand.of(
                notice, tallies.getOrDefault(notice.id(), AudienceStore.Tally.NONE), subscriptions.isOpen());
    }

    private String names(UserNotice notice, Ui ui) {
        return products.byIds(notice.series()).stream()
                .map(Series::name)
                .sorted()
                .collect(Collectors.joining(ui.t("people.and")));
    }

    @GetMapping(NOTICES)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<UserNotice> all = notices.visibleTo(person);
        Map<UUID, AudienceStore.Tally> tallies = store.tallies();
        List<UserNotice> found = found(all, q, state, kind, tallies, ui);
        ListPage leaf = ListPage.of(found.size(), page);
        long waiting = all.stream()
                .filter(one -> one.state() == UserNotice.State.WAITING)
                .count();
        List<Parts.Choice> states = new ArrayList<>(List.of(new Parts.Choice("", ui.t("audience.filter.all"))));
        Arrays.stream(AudienceStand.values())
                .forEach(s -> states.add(new Parts.Choice(s.id(), ui.t("audience.state." + s.id()))));
        List<Parts.Choice> kinds = new ArrayList<>(List.of(new Parts.Choice("", ui.t("audience.filter.all"))));
        AudienceKind.ALL.forEach(k -> kinds.add(new Parts.Choice(k.id(), ui.t("audience.kind." + k.id()))));
        Query query = Query.of(NOTICES).with("q", q).with("state", state).with("kind", kind);
        return new ModelAndView("audience/list")
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("audience.list.title.none")
                                : waiting > 0
                                        ? ui.t("audience.list.title.waiting", waiting)
                                        : ui.t("audience.list.title", all.size()))
                .addObject(
                        "rows",
                        leaf.of(found).stream()
                                .map(one -> row(one, tallies, ui))
                                .toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject("q", q)
                .addObject("state", state)
                .addObject("states", states)
                .addObject("kind", kind)
                .addObject("kinds", kinds)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.at(NOTICES + ".csv").href())
                .addObject("form", frames.isOn() && subscriptions.isOpen());
    }

    private AudienceView.Row row(UserNotice notice, Map<UUID, AudienceStore.Tally> tallies, Ui ui) {
        AudienceStore.Tally tally = tallies.getOrDefault(notice.id(), AudienceStore.Tally.NONE);
        AudienceStand stand = stand(notice, tallies);
        boolean sent = notice.state() == UserNotice.State.SENT;
        return new AudienceView.Row(
                NOTICES + "/" + notice.code().toLowerCase(Locale.ROOT),
                notice.content().title().in(ui.lang()),
                notice.code(),
                ui.t("audience.kind." + notice.kind().id()),
                stand.shape(),
                ui.t("audience.state." + stand.id()),
                ui.day(
                        notice.step() == null
                                ? notice.madeAt()
                                : Objects.requireNonNull(notice.step()).at()),
                sent ? Integer.toString(tally.all()) : "",
                sent && tally.sent() > 0 ? percent(tally.acknowledged(), tally.sent()) : "");
    }

    static String percent(int some, int all) {
        return all == 0 ? "–" : Math.round(some * 100.0 / all) + "%";
    }

    @GetMapping(NOTICES + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String kind,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Map<UUID, AudienceStore.Tally> tallies = store.tallies();
        return TableFile.of(format, "user-notices-" + ui.day(ui.now()), ui)
                .column("code", "audience.column.code")
                .column("title", "audience.column.title")
                .column("kind", "audience.column.kind")
                .column("state", "audience.column.state")
                .column("day", "audience.column.day")
                .column("receivers", "audience.column.receivers")
                .column("read", "audience.column.read")
                .download(found(notices.visibleTo(person), q, state, kind, tallies, ui).stream()
                        .map(one -> row(one, tallies, ui))
                        .map(row -> List.of(
                                row.code(),
                                row.title(),
                                row.kind(),
                                row.state(),
                                row.day(),
                                row.receivers(),
                                row.read()))
                        .toList());
    }

    // One

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        UserNotice notice = notices.require(code, person);
        AudienceStore.Tally tally = store.tally(notice.id());
        boolean mails = subscriptions.isOpen();
        AudienceStand stand = AudienceStand.of(notice, tally, mails);
        UserNotice.Step step = notice.step();
        boolean overtaken = notices.isOvertaken(notice);
        boolean may = UserNotices.maySend(notice, person);
        int users = notice.state() == UserNotice.State.WAITING
                ? notices.receivers(notice.kind(), notice.series())
                : tally.all();
        return new ModelAndView("audience/one")
                .addObject("code", notice.code().toLowerCase(Locale.ROOT))
                .addObject("name", notice.code())
                .addObject("title", notice.content().title().in(ui.lang()))
                .addObject("kind", ui.t("audience.kind." + notice.kind().id()))
                .addObject("series", names(notice, ui))
                .addObject("shape", stand.shape())
                .addObject("state", ui.t("audience.state." + stand.id()))
                .addObject("waiting", notice.state() == UserNotice.State.WAITING)
                .addObject("sent", notice.state() == UserNotice.State.SENT)
                .addObject("may", may)
                .addObject("overtaken", overtaken)
                .addObject("mails", mails)
                .addObject("gone", tally.sent() > 0)
                .addObject("stuck", notice.state() == UserNotice.State.SENT && !mails && tally.open() > 0)
                .addObject("users", users)
                .addObject("done", told(done, notice, !mails || tally.all() == 0))
                .addObject(
                        "by",
                        step == null
                                ? ui.t(
                                        notice.drafts().getFirst().by() == null
                                                ? "audience.made.alone"
                                                : "audience.made",
                                        ui.minute(notice.madeAt()),
                                        notice.drafts().getFirst().byName())
                                : ui.t("audience.step." + step.act().id(), ui.minute(step.at()), step.byName()))
                .addObject("update", notice.content().update() != null)
                .addObject("channels", channels(notice, tally, ui))
                .addObject("counts", counts(tally, ui))
                .addObject("answers", may && person.series().isEmpty() ? answers(notice, ui) : List.of())
                .addObject(
                        "silent",
                        may && !overtaken && person.series().isEmpty()
                                ? answers.silent().getOrDefault(notice.id(), 0)
                                : 0)
                .addObject(
                        "improvements",
                        answers.improvements().stream()
                                .filter(one -> one.notice().equals(notice.id()))
                                .map(one -> ui.t("audience.improved", ui.minute(one.at()), one.byName()) + "\n"
                                        + one.text())
                                .toList())
                .addObject("failures", may ? failures(notice, ui) : List.of())
                .addObject("failed", overtaken ? 0 : tally.failed())
                .addObject("previews", List.of(preview(notice, "ja"), preview(notice, "en")));
    }

    /** What became of a new version's notice on each way. */
    private List<AudienceView.Count> channels(UserNotice notice, AudienceStore.Tally tally, Ui ui) {
        UpdateText text = notice.content().update();
        if (text == null || notice.state() != UserNotice.State.SENT) {
            return List.of();
        }
        boolean shown = notice.series().stream().allMatch(frames.shown()::contains);
        String root = "/public/" + ui.lang() + "/";
        String off = ui.t("audience.way.off");
        String code = products.byId(notice.series().getFirst())
                .map(one -> one.code().toLowerCase(Locale.ROOT))
                .orElse("");
        return List.of(
                new AudienceView.Count(
                        ui.t("audience.way.web"),
                        shown ? ui.t("audience.way.shown") : off,
                        root + notice.content().page()),
                new AudienceView.Count(
                        ui.t("audience.way.feed"), shown ? ui.t("audience.way.shown") : off, root + "feed.atom"),
                new AudienceView.Count(ui.t("audience.way.mail"), ui.t("audience.of", tally.sent(), tally.all()), ""),
                new AudienceView.Count(
                        ui.t("audience.way.device"),
                        text.device().in("ja").isEmpty()
                                ? ui.t("audience.way.none")
                                : shown ? ui.t("audience.way.shown") : off,
                        "/public/device/" + code + ".json"));
    }

    private AudienceView.Preview preview(UserNotice notice, String language) {
        AudienceMail.Written written = words.notice(notice.content(), language, "•••", false);
        return new AudienceView.Preview(language, written.subject(), written.text());
    }

    private static List<AudienceView.Count> counts(AudienceStore.Tally tally, Ui ui) {
        List<AudienceView.Count> counts = new ArrayList<>();
        counts.add(new AudienceView.Count(
                ui.t("audience.count.sent"),
                ui.t("audience.of", tally.sent(), tally.all()),
                tally.open() > 0
                        ? ui.t("audience.count.open", tally.open())
                        : tally.stopped() > 0 ? ui.t("audience.count.stopped", tally.stopped()) : ""));
        counts.add(new AudienceView.Count(
                ui.t("audience.count.opened"),
                Integer.toString(tally.opened()),
                percent(tally.opened(), tally.sent())));
        counts.add(new AudienceView.Count(
                ui.t("audience.count.acknowledged"),
                Integer.toString(tally.acknowledged()),
                percent(tally.acknowledged(), tally.sent())));
        return counts;
    }

    private List<AudienceView.Failure> failures(UserNotice notice, Ui ui) {
        return store.failures(notice.id(), FAILURES_SHOWN).stream()
                .map(one -> new AudienceView.Failure(
                        one.mail().isEmpty() ? "–" : SubscriptionPages.masked(one.mail()),
                        ui.minute(one.at()),
                        why(one, ui)))
                .toList();
    }

    private static String why(AudienceStore.Failure failure, Ui ui) {
        if (failure.state().equals("unclear")) {
            return ui.t("audience.unclear");
        }
        // A mail server's answer often repeats the address.
        Object[] args = failure.args().stream()
                .map(arg -> failure.mail().isEmpty()
                        ? arg
                        : arg.replace(failure.mail(), SubscriptionPages.masked(failure.mail())))
                .toArray();
        return ui.t("outgoing.outcome." + failure.code(), args);
    }

    private List<BusinessView.Answer> answers(UserNotice notice, Ui ui) {
        return answers.answers(notice.id()).stream()
                .map(one -> answer(one, answers.byId(one.business()).orElseThrow(), ui))
                .toList();
    }

    private static BusinessView.Answer answer(BusinessStore.Answer one, Business business, Ui ui) {
        java.time.Instant acknowledged = one.acknowledgedAt();
        java.time.Instant opened = one.openedAt();
        String state = acknowledged != null ? "acknowledged" : opened != null ? "opened" : one.state();
        return new BusinessView.Answer(
                BusinessPages.ALL + "/" + business.code().toLowerCase(Locale.ROOT),
                business.name(),
                ui.t("audience.business.kind." + business.kind().id()),
                switch (state) {
                    case "acknowledged" -> "met";
                    case "failed", "unclear" -> "not-met";
                    case "stopped" -> "not-applicable";
                    default -> "unknown";
                },
                ui.t("audience.answer." + state),
                acknowledged != null ? ui.minute(acknowledged) : opened != null ? ui.minute(opened) : "");
    }

    /** Which businesses answered to a notice. */
    @GetMapping(ONE + "/businesses.{format}")
    @Requires(Act.TELL_USERS)
    @Recorded("take.list")
    ResponseEntity<TableFile> answers(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        requireAll(person);
        UserNotice notice = notices.require(code, person);
        return TableFile.of(format, notice.code().toLowerCase(Locale.ROOT) + "-businesses", ui)
                .column("name", "audience.business.name")
                .column("kind", "audience.business.kind")
                .column("state", "audience.column.state")
                .column("when", "audience.answer.when")
                .download(answers(notice, ui).stream()
                        .map(one -> List.of(one.name(), one.kind(), one.state(), one.when()))
                        .toList());
    }

    @PostMapping(ONE + "/remind")
    @Requires(Act.TELL_USERS)
    String remind(@PathVariable String code, @AuthenticationPrincipal Person person) {
        UserNotice notice = notices.require(code, person);
        notices.remind(notice, person);
        return to(notice, "reminded");
    }

    @PostMapping(ONE + "/improve")
    @Requires(Act.TELL_USERS)
    String improve(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal Person person) {
        UserNotice notice = notices.require(code, person);
        businesses.improve(notice, text, person);
        return to(notice, "improved");
    }

    @PostMapping(ONE + "/send")
    @Requires(Act.TELL_USERS)
    String send(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return to(notices.send(notices.require(code, person), person), "sent");
    }

    @PostMapping(ONE + "/aside")
    @Requires(Act.TELL_USERS)
    String setAside(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return to(notices.setAside(notices.require(code, person), person), "aside");
    }

    @PostMapping(ONE + "/again")
    @Requires(Act.TELL_USERS)
    String again(@PathVariable String code, @AuthenticationPrincipal Person person) {
        UserNotice notice = notices.require(code, person);
        notices.again(notice, person);
        return to(notice, "again");
    }

    private static String to(UserNotice notice, String done) {
        return "redirect:" + NOTICES + "/" + notice.code().toLowerCase(Locale.ROOT) + "?done=" + done;
    }

    // Receivers

    @GetMapping(RECEIVERS)
    @Requires(Act.TELL_USERS)
    ModelAndView receivers(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        requireAll(person);
        return receivers("", new Mistakes(), done, ui);
    }

    private ModelAndView receivers(String typed, Mistakes mistakes, String done, Ui ui) {
        List<Wish> wishes = store.wishes();
        List<Parts.Crumb> series = new ArrayList<>();
        if (!wishes.isEmpty()) {
            series.add(new Parts.Crumb(
                    ui.t("audience.every"),
                    Long.toString(wishes.stream().filter(Wish::everySeries).count())));
        }
        products.byIds(frames.shown()).stream()
                .sorted(java.util.Comparator.comparing(Series::name))
                .forEach(one -> series.add(new Parts.Crumb(
                        one.name(),
                        Long.toString(wishes.stream()
                                .filter(wish -> wish.series().contains(one.id()))
                                .count()))));
        return new ModelAndView("audience/receivers")
                .addObject("users", wishes.size())
                .addObject("mails", subscriptions.isOpen())
                .addObject("on", frames.isOn())
                .addObject("series", series)
                .addObject(
                        "kinds",
                        AudienceKind.ALL.stream()
                                .map(kind -> new Parts.Crumb(
                                        ui.t("audience.kind." + kind.id()),
                                        Long.toString(wishes.stream()
                                                .filter(wish -> wish.kinds().contains(kind))
                                                .count())))
                                .toList())
                .addObject(
                        "languages",
                        List.of("ja", "en").stream()
                                .map(language -> new Parts.Crumb(
                                        ui.t("audience.language." + language),
                                        Long.toString(wishes.stream()
                                                .filter(wish -> wish.language().equals(language))
                                                .count())))
                                .toList())
                .addObject("typed", typed)
                .addObject("mistakes", mistakes)
                .addObject("done", done.equals("erased"));
    }

    /** Counts over all series are nothing for somebody who is limited to some. */
    static void requireAll(Person person) {
        person.requireAll();
    }

    @PostMapping(RECEIVERS + "/erase")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView erase(
            @RequestParam(defaultValue = "") String mail,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        requireAll(person);
        if (!subscriptions.erase(mail, person)) {
            Mistakes mistakes = new Mistakes();
            mistakes.add("mail", ui.t("audience.wrong.unknown"));
            response.setStatus(422);
            return receivers(mail, mistakes, "", ui);
        }
        return new ModelAndView("redirect:" + RECEIVERS + "?done=erased");
    }
}

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
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 取り扱う事業者: who passes our notices on, and do they answer? */
@Controller
class BusinessPages {

    static final String ALL = "/field/businesses";
    private static final String ONE = ALL + "/{code}";
    private static final Set<String> DONE = Set.of("added", "changed", "erased", "taken", "rules");
    private static final int FAULTS_SHOWN = 20;

    private final Businesses businesses;
    private final BusinessStore store;
    private final BusinessFile file;
    private final BusinessImport imports;
    private final AudienceStore users;
    private final Products products;

    BusinessPages(
            Businesses businesses,
            BusinessStore store,
            BusinessFile file,
            BusinessImport imports,
            AudienceStore users,
            Products products) {
        this.businesses = businesses;
        this.store = store;
        this.file = file;
        this.imports = imports;
        this.users = users;
        this.products = products;
    }

    // The register

    private List<Business> found(String q, String kind) {
        SearchWords sought = SearchWords.of(q);
        return store.all().stream()
                .filter(one -> kind.isEmpty() || one.kind().id().equals(kind))
                .filter(one -> sought.isEmpty()
                        || sought.isIn(one.name() + "\n" + one.code() + "\n" + one.contact() + "\n" + one.mail()))
                .toList();
    }

    @GetMapping(ALL)
    @Requires(Act.TELL_USERS)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        AudiencePages.requireAll(person);
        return list(q, kind, page, done, List.of(), rulesForm(), new Mistakes(), ui);
    }

    private BusinessView.Rules rulesForm() {
        Businesses.Set set = businesses.rules();
        return new BusinessView.Rules(
                Integer.toString(set.rules().acknowledgeDays()),
                Integer.toString(set.rules().readDays()),
                Integer.toString(set.rules().readPercent()),
                set.version());
    }

    private ModelAndView list(
            String q,
            String kind,
            String page,
            String done,
            List<String> faults,
            BusinessView.Rules rules,
            Mistakes mistakes,
            Ui ui) {
        List<Business> all = store.all();
        List<Business> found = found(q, kind);
        ListPage leaf = ListPage.of(found.size(), page);
        Query query = Query.of(ALL).with("q", q).with("kind", kind);
        List<Parts.Choice> kinds = new ArrayList<>(List.of(new Parts.Choice("", ui.t("audience.filter.all"))));
        kinds.addAll(kinds(ui));
        return new ModelAndView("audience/businesses")
                .addObject(
                        "rows", leaf.of(found).stream().map(one -> row(one, ui)).toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject("q", q)
                .addObject("kind", kind)
                .addObject("kinds", kinds)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.at(ALL + ".csv").href())
                .addObject("channels", channels(all, ui))
                .addObject("faults", faults)
                .addObject("rules", rules)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static List<Parts.Choice> kinds(Ui ui) {
        return BusinessKind.ALL.stream()
                .map(one -> new Parts.Choice(one.id(), ui.t("audience.business.kind." + one.id())))
                .toList();
    }

    private List<BusinessView.Channel> channels(List<Business> all, Ui ui) {
        Map<String, BusinessStore.Rate> rates = store.rates();
        List<BusinessView.Channel> channels = new ArrayList<>();
        int told = users.users();
        if (told > 0 || rates.containsKey("user")) {
            channels.add(channel("user", told, rates, ui));
        }
        for (BusinessKind one : BusinessKind.ALL) {
            int members = (int)
                    all.stream().filter(b -> b.kind() == one && b.active()).count();
            if (members > 0 || rates.containsKey(one.id())) {
                channels.add(channel(one.id(), members, rates, ui));
            }
        }
        return channels;
    }

    private static BusinessView.Channel channel(String id, int members, Map<String, BusinessStore.Rate> rates, Ui ui) {
        BusinessStore.Rate rate = rates.getOrDefault(id, new BusinessStore.Rate(0, 0));
        return new BusinessView.Channel(
                ui.t("audience.business.kind." + id),
                members,
                rate.sent(),
                rate.acknowledged(),
                AudiencePages.percent(rate.acknowledged(), rate.sent()));
    }

    private BusinessView.Row row(Business one, Ui ui) {
        return new BusinessView.Row(
                here(one),
                one.name(),
                one.code(),
                ui.t("audience.business.kind." + one.kind().id()),
                one.mail(),
                series(one, ui),
                one.active() ? "met" : "not-applicable",
                ui.t(one.active() ? "audience.business.active.yes" : "audience.business.active.no"));
    }

    private static String here(Business one) {
        return ALL + "/" + one.code().toLowerCase(Locale.ROOT);
    }

    private String series(Business one, Ui ui) {
        return one.everySeries()
                ? ui.t("audience.every")
                : products.byIds(one.series()).stream()
                        .map(Series::name)
                        .sorted()
                        .collect(Collectors.joining(ui.t("people.and")));
    }

    @GetMapping(ALL + ".{format}")
    @Requires(Act.TELL_USERS)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        AudiencePages.requireAll(person);
        TableFile table = TableFile.of(format, "businesses-" + ui.day(ui.now()), ui);
        BusinessFile.COLUMNS.forEach(column -> table.column(column, "audience.business." + column));
        return table.download(found(q, kind).stream()
                .map(one -> List.of(
                        one.name(),
                        ui.t("audience.business.kind." + one.kind().id()),
                        one.contact(),
                        one.mail(),
                        ui.t("audience.language." + one.language()),
                        one.everySeries()
                                ? ui.t("audience.every")
                                : products.byIds(one.series()).stream()
                                        .map(Series::code)
                                        .sorted()
                                        .collect(Collectors.joining(",")),
                        one.note(),
                        ui.t(one.active() ? "audience.business.active.yes" : "audience.business.active.no")))
                .toList());
    }

    // Taking in a file

    @PostMapping(ALL + "/import")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView take(
            @RequestParam(required = false) @Nullable MultipartFile list,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        AudiencePages.requireAll(person);
        if (list == null || list.isEmpty() || list.getSize() > BusinessFile.BYTES_MAX) {
            return refused(List.of(ui.t("audience.import.size", BusinessFile.BYTES_MAX / 1024 / 1024)), ui, response);
        }
        BusinessFile.Read read = imports.take(file.read(list.getBytes()), person);
        if (!read.faults().isEmpty()) {
            List<String> faults = read.faults().stream()
                    .limit(FAULTS_SHOWN)
                    .map(one -> ui.t(
                            "audience.import.line",
                            one.line(),
                            ui.t(
                                    "audience.import.wrong." + one.why(),
                                    one.column().isEmpty() ? "" : ui.t("audience.business." + one.column()),
                                    BusinessFile.ROWS_MAX)))
                    .toList();
            return refused(faults, ui, response);
        }
        return new ModelAndView("redirect:" + ALL + "?done=taken");
    }

    private ModelAndView refused(List<String> faults, Ui ui, HttpServletResponse response) {
        response.setStatus(422);
        return list("", "", "1", "", faults, rulesForm(), new Mistakes(), ui);
    }

    // Rules

    @PostMapping(ALL + "/rules")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView rules(
            @RequestParam(defaultValue = "") String acknowledgeDays,
            @RequestParam(defaultValue = "") String readDays,
            @RequestParam(defaultValue = "") String readPercent,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        AudiencePages.requireAll(person);
        Mistakes mistakes = new Mistakes();
        AudienceRules typed = new AudienceRules(number(acknowledgeDays), number(readDays), number(readPercent));
        if (!typed.isSound()) {
            mistakes.add("acknowledgeDays", ui.t("audience.rules.wrong", AudienceRules.DAYS_MAX));
            response.setStatus(422);
            return list(
                    "",
                    "",
                    "1",
                    "",
                    List.of(),
                    new BusinessView.Rules(acknowledgeDays, readDays, readPercent, version),
                    mistakes,
                    ui);
        }
        businesses.change(typed, version, person);
        return new ModelAndView("redirect:" + ALL + "?done=rules");
    }

    private static int number(String typed) {
        return typed.strip().matches("[0-9]{1,3}") ? Integer.parseInt(typed.strip()) : -1;
    }

    // One

    @GetMapping(ALL + "/new")
    @Requires(Act.TELL_USERS)
    ModelAndView fresh(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        AudiencePages.requireAll(person);
        return form(
                "",
                ui.t("audience.business.new"),
                new BusinessView.Form("", "", "", "", "ja", "every", Set.of(), "", true, 0),
                new Mistakes(),
                ui);
    }

    private ModelAndView form(String code, String title, BusinessView.Form form, Mistakes mistakes, Ui ui) {
        Set<UUID> archived = products.archived();
        return new ModelAndView("audience/business")
                .addObject("code", code)
                .addObject("title", title)
                .addObject("form", form)
                .addObject("kinds", kinds(ui))
                .addObject(
                        "series",
                        products.every().stream()
                                .filter(one -> !archived.contains(one.id()))
                                .map(one -> new Parts.Choice(one.code(), one.name(), one.code()))
                                .toList())
                .addObject("mistakes", mistakes);
    }

    @PostMapping(ALL + "/new")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView add(
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable List<String> series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        AudiencePages.requireAll(person);
        BusinessView.Form typed = typed(fields, series);
        Mistakes mistakes = new Mistakes();
        Businesses.Entered entered = entered(typed, "", mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return form("", ui.t("audience.business.new"), typed, mistakes, ui);
        }
        businesses.add(entered, person);
        return new ModelAndView("redirect:" + ALL + "?done=added");
    }

    private static BusinessView.Form typed(Map<String, String> fields, @Nullable List<String> series) {
        String version = fields.getOrDefault("version", "");
        return new BusinessView.Form(
                fields.getOrDefault("kind", ""),
                fields.getOrDefault("name", ""),
                fields.getOrDefault("contact", ""),
                fields.getOrDefault("mail", "").strip(),
                fields.getOrDefault("language", "").equals("en") ? "en" : "ja",
                fields.getOrDefault("about", "").equals("some") ? "some" : "every",
                series == null ? Set.of() : new HashSet<>(series),
                fields.getOrDefault("note", ""),
                fields.getOrDefault("active", "").equals("yes"),
                version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0);
    }

    private Businesses.Entered entered(BusinessView.Form typed, String code, Mistakes mistakes, Ui ui) {
        List<UUID> series = products.every().stream()
                .filter(one -> typed.series().contains(one.code()))
                .map(Series::id)
                .toList();
        Businesses.Entered entered = new Businesses.Entered(
                BusinessKind.of(typed.kind()).orElse(BusinessKind.DEALER),
                typed.name(),
                typed.contact(),
                Subscriptions.tidy(typed.mail()),
                typed.language(),
                typed.about().equals("every"),
                typed.about().equals("every") ? List.of() : series,
                typed.note(),
                typed.active());
        if (BusinessKind.of(typed.kind()).isEmpty()) {
            mistakes.add("kind", ui.t("audience.business.wrong.kind"));
        }
        businesses
                .wrong(entered, code)
                .forEach(wrong -> mistakes.add(wrong.field(), ui.t("audience.business.wrong." + wrong.why())));
        return entered;
    }

    @GetMapping(ONE)
    @Requires(Act.TELL_USERS)
    ModelAndView one(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        AudiencePages.requireAll(person);
        Business one = businesses.require(code);
        return form(
                one.code().toLowerCase(Locale.ROOT),
                one.name(),
                new BusinessView.Form(
                        one.kind().id(),
                        one.name(),
                        one.contact(),
                        one.mail(),
                        one.language(),
                        one.everySeries() ? "every" : "some",
                        products.byIds(one.series()).stream().map(Series::code).collect(Collectors.toSet()),
                        one.note(),
                        one.active(),
                        one.version()),
                new Mistakes(),
                ui);
    }

    @PostMapping(ONE)
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView change(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable List<String> series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        AudiencePages.requireAll(person);
        Business before = businesses.require(code);
        BusinessView.Form typed = typed(fields, series);
        Mistakes mistakes = new Mistakes();
        Businesses.Entered entered = entered(typed, before.code(), mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(before.code().toLowerCase(Locale.ROOT), before.name(), typed, mistakes, ui);
        }
        businesses.change(before, typed.version(), entered, person);
        return new ModelAndView("redirect:" + ALL + "?done=changed");
    }

    @PostMapping(ONE + "/erase")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView erase(@PathVariable String code, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        businesses.erase(businesses.require(code), person);
        return new ModelAndView("redirect:" + ALL + "?done=erased");
    }
}

package dev.shisa.server.organisation;

import dev.shisa.server.organisation.Matter.Area;
import dev.shisa.server.organisation.OrganisationView.AreaLine;
import dev.shisa.server.organisation.OrganisationView.Call;
import dev.shisa.server.organisation.OrganisationView.Cell;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.TaskSource.Task;
import dev.shisa.server.platform.web.Ui;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 組織: is the company ready, and who is to be called? */
@Controller
class OrganisationPages {

    /** More than two thousand entries of each kind never have. */
    private static final long FILE_BYTES_MAX = 20_000_000;

    /** Longer words are in no entry. */
    private static final int QUERY_CHARS_MAX = 200;

    static final Set<String> DONE = Set.of("added", "revised", "removed", "left");

    private final Register register;
    private final OrganisationTasks tasks;
    private final JsonMapper json;

    OrganisationPages(Register register, OrganisationTasks tasks, JsonMapper json) {
        this.register = register;
        this.tasks = tasks;
        this.json = json;
    }

    @GetMapping("/organisation")
    @Requires(Act.VIEW)
    ModelAndView overview(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        List<Matter> matters = Matters.of(company);
        boolean mayEdit = Blocks.mayEdit(ui);
        List<Task> open = matters.stream()
                .sorted(Matter.WORST_FIRST)
                .map(m -> mayEdit ? tasks.task(m, ui.locale()) : tasks.seen(m, ui.locale()))
                .toList();
        return new ModelAndView("organisation/overview")
                .addObject(
                        "title",
                        matters.isEmpty()
                                ? ui.t("organisation.title.ready")
                                : ui.t("organisation.title.open", matters.size()))
                .addObject(
                        "areas",
                        Arrays.stream(Area.values())
                                .map(a -> area(a, matters, company, ui))
                                .toList())
                .addObject("tasks", open)
                .addObject("empty", company.entries().isEmpty())
                .addObject("mayEdit", Blocks.mayEdit(ui))
                .addObject("brought", done.equals("brought"));
    }

    /** The whole register as a file, for another installation. */
    @GetMapping("/organisation/file")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<byte[]> file() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"organisation.json\"")
                .header("X-Content-Type-Options", "nosniff")
                .body(json.writeValueAsBytes(RegisterApi.file(register)));
    }

    /** Takes in the register of another installation, while there is none here. */
    @PostMapping("/organisation/file")
    @Requires(Act.EDIT_ORGANISATION)
    String bring(@RequestParam(required = false) @Nullable MultipartFile file, @AuthenticationPrincipal Person person)
            throws IOException {
        if (file == null || file.isEmpty() || file.getSize() > FILE_BYTES_MAX) {
            throw new Problem(422, "organisation.file.none", FILE_BYTES_MAX / 1_000_000);
        }
        register.bring(read(file.getBytes()), person, "page");
        return "redirect:/organisation?done=brought";
    }

    private List<Register.Copy> read(byte[] file) {
        try {
            JsonNode entries = json.readTree(file).path("entries");
            List<Register.Copy> copies = new ArrayList<>();
            for (JsonNode entry : entries) {
                TreeMap<String, String> fields = new TreeMap<>();
                entry.path("fields")
                        .properties()
                        .forEach(field ->
                                fields.put(field.getKey(), field.getValue().asString("")));
                copies.add(new Register.Copy(
                        UUID.fromString(entry.path("id").asString("")),
                        Kind.parse(entry.path("kind").asString("")).orElseThrow(() -> broken()),
                        fields));
            }
            if (copies.isEmpty()) {
                throw broken();
            }
            return copies;
        } catch (JacksonException | IllegalArgumentException e) {
            throw broken();
        }
    }

    private static Problem broken() {
        return new Problem(422, "organisation.file.broken");
    }

    private static AreaLine area(Area area, List<Matter> matters, Company company, Ui ui) {
        List<Matter> own = matters.stream().filter(m -> m.area() == area).toList();
        String state = own.stream().anyMatch(m -> m.shape().equals("not-met"))
                ? "not-met"
                : own.stream()
                                .anyMatch(m ->
                                        m.shape().equals("clock") || m.shape().equals("recheck"))
                        ? "recheck"
                        : own.isEmpty() ? "met" : "unknown";
        return new AreaLine(
                ui.t("organisation.area." + area.id()),
                area.href(),
                state,
                own.isEmpty() ? ui.t("organisation.area.ready") : ui.t("organisation.area.open", own.size()),
                figure(area, company, ui));
    }

    private static String figure(Area area, Company company, Ui ui) {
        return switch (area) {
            case POLICY ->
                ui.t("organisation.figure.policy."
                        + company.policy().state().name().toLowerCase(java.util.Locale.ROOT));
            case ROLES ->
                ui.t(
                        "organisation.figure.roles",
                        company.guideRoles().size(),
                        company.guideRoles().stream()
                                .filter(Company.RoleLine::isHeld)
                                .count());
            case PARTIES ->
                ui.t(
                        "organisation.figure.parties",
                        company.callList().size(),
                        company.undecidedForEmergency().size());
            case TRAINING ->
                ui.t(
                        "organisation.figure.training",
                        company.of(Kind.TRAINING).size(),
                        company.expiredTrainings().size());
            case CONTROLS ->
                ui.t(
                        "organisation.figure.controls",
                        company.lists().controls().size(),
                        company.lists().controls().size()
                                - company.openControls().size());
            case ACCESS ->
                ui.t(
                        "organisation.figure.access",
                        company.of(Kind.SYSTEM_ENTRY).size() + 1,
                        company.ownRights().stream()
                                .filter(o -> o.review() == null)
                                .count());
            case SECTORS ->
                ui.t(
                        "organisation.figure.sectors",
                        company.of(Kind.SECTOR).size(),
                        company.withoutSector().size());
        };
    }

    private ModelAndView page(
            String title, String lead, String done, String q, Ui ui, Company company, String... lists) {
        String typed = q.length() > QUERY_CHARS_MAX ? q.substring(0, QUERY_CHARS_MAX) : q;
        Blocks blocks = new Blocks(company, register.now(), ui, typed, Blocks.PAGE_ROWS);
        return new ModelAndView("organisation/page")
                .addObject("here", ui.path().replaceFirst("\\?.*", ""))
                .addObject("q", typed)
                .addObject("title", title)
                .addObject("lead", ui.t(lead))
                .addObject("blocks", Arrays.stream(lists).map(blocks::of).toList())
                .addObject("top", List.of())
                .addObject("suggestions", List.of())
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @GetMapping("/organisation/people")
    @Requires(Act.VIEW)
    ModelAndView people(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        int people = company.people().size();
        return page(
                people == 0 ? ui.t("organisation.people.title.none") : ui.t("organisation.people.title", people),
                "organisation.people.lead",
                done,
                q,
                ui,
                company,
                "people");
    }

    @GetMapping("/organisation/roles")
    @Requires(Act.VIEW)
    ModelAndView roles(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        long held =
                company.guideRoles().stream().filter(Company.RoleLine::isHeld).count();
        int all = company.guideRoles().size();
        List<OrganisationView.Link> suggestions = Blocks.mayEdit(ui)
                ? company.lists().activities().stream()
                        .filter(a -> company.of(Kind.ACTIVITY).stream()
                                .noneMatch(e -> e.is("name", a.name().in(ui.locale()))))
                        .map(a -> new OrganisationView.Link(
                                a.name().in(ui.locale())
                                        + (a.emergency() ? " " + ui.t("organisation.in-emergency") : ""),
                                "/organisation/register/activity/new?time="
                                        + (a.emergency() ? "emergency" : "normal")
                                        + "&name="
                                        + java.net.URLEncoder.encode(
                                                a.name().in(ui.locale()), java.nio.charset.StandardCharsets.UTF_8)))
                        .toList()
                : List.of();
        return page(
                        held == all
                                ? ui.t("organisation.roles.title.all", all)
                                : ui.t("organisation.roles.title", all, all - held),
                        "organisation.roles.lead",
                        done,
                        q,
                        ui,
                        company,
                        "roles",
                        "activities")
                .addObject("suggestions", suggestions);
    }

    @GetMapping("/organisation/parties")
    @Requires(Act.VIEW)
    ModelAndView parties(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        int open = company.undecidedForEmergency().size();
        return page(
                        open == 0
                                ? ui.t(
                                        "organisation.parties.title",
                                        company.callList().size())
                                : ui.t("organisation.parties.title.open", open),
                        "organisation.parties.lead",
                        done,
                        q,
                        ui,
                        company,
                        "parties",
                        "exchanges")
                .addObject(
                        "top",
                        List.of(new OrganisationView.Link(
                                ui.t("organisation.emergency.open"), "/organisation/emergency")));
    }

    /** Whom to call now: exactly the parties marked in the column of an emergency, for one hand at night and for paper. */
    @GetMapping("/organisation/emergency")
    @Requires(Act.VIEW)
    ModelAndView emergency(@ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        List<Call> calls = company.callList().stream()
                .map(p -> new Call(
                        p.own().isEmpty() ? p.name().in(ui.locale()) : p.own(),
                        Stream.of(
                                        p.contact().who(),
                                        p.own().isEmpty() ? "" : p.name().in(ui.locale()))
                                .filter(t -> !t.isEmpty())
                                .collect(java.util.stream.Collectors.joining(" · ")),
                        p.mark("emergency"),
                        p.contact().phone(),
                        p.contact().phone().replaceAll("[^0-9+#*]", ""),
                        p.contact().mail(),
                        p.entry() == null
                                ? "/organisation/register/party/new?party=" + p.key()
                                : Blocks.href(p.entry())))
                .toList();
        return new ModelAndView("organisation/emergency")
                .addObject("calls", calls)
                .addObject("undecided", company.undecidedForEmergency().size())
                .addObject("mayEdit", Blocks.mayEdit(ui));
    }

    @GetMapping("/organisation/training")
    @Requires(Act.VIEW)
    ModelAndView training(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        long open = Matters.of(company).stream()
                .filter(m -> m.area() == Area.TRAINING && m.home())
                .count();
        int had = company.of(Kind.TRAINING).size();
        return page(
                had == 0
                        ? ui.t("organisation.training.title.none")
                        : open == 0
                                ? ui.t("organisation.training.title", had)
                                : ui.t("organisation.training.title.open", open),
                "organisation.training.lead",
                done,
                q,
                ui,
                company,
                "trainings",
                "resources");
    }

    @GetMapping("/organisation/controls")
    @Requires(Act.VIEW)
    ModelAndView controls(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        long late = company.of(Kind.CONTROL).stream()
                .filter(c -> Company.isOverdue(c, company.today()))
                .count();
        int open = company.openControls().size();
        return page(
                late > 0
                        ? ui.t("organisation.controls.title.late", late)
                        : open > 0
                                ? ui.t("organisation.controls.title.open", open)
                                : ui.t("organisation.controls.title"),
                "organisation.controls.lead",
                done,
                q,
                ui,
                company,
                "insiders",
                "environment",
                "services");
    }

    @GetMapping("/organisation/access")
    @Requires(Act.VIEW)
    ModelAndView access(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        long open = Matters.of(company).stream()
                .filter(m -> m.area() == Area.ACCESS)
                .count();
        return page(
                open == 0 ? ui.t("organisation.access.title") : ui.t("organisation.access.title.open", open),
                "organisation.access.lead",
                done,
                q,
                ui,
                company,
                "accounts",
                "systems",
                "rights");
    }

    /** In which fields the products are used, and when they may be updated there. */
    @GetMapping("/organisation/sectors")
    @Requires(Act.VIEW)
    ModelAndView sectors(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        int open = company.withoutSector().size();
        return page(
                company.of(Kind.SECTOR).isEmpty()
                        ? ui.t("organisation.sectors.title.none")
                        : open == 0
                                ? ui.t("organisation.sectors.title")
                                : ui.t("organisation.sectors.title.open", open),
                "organisation.sectors.lead",
                done,
                q,
                ui,
                company,
                "sectors");
    }

    @GetMapping("/organisation/policy")
    @Requires(Act.VIEW)
    ModelAndView policy(
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        Company company = register.company(ui.person());
        Policy policy = company.policy();
        return page(
                        ui.t(
                                "organisation.policy.title."
                                        + (policy.isApproved() && company.isPolicyOverdue()
                                                ? "overdue"
                                                : policy.state().name().toLowerCase(java.util.Locale.ROOT)),
                                policy.version()),
                        "organisation.policy.lead",
                        done,
                        q,
                        ui,
                        company,
                        // Who has read a policy from elsewhere is not counted here.
                        policy.state() == Policy.State.ELSEWHERE
                                        && company.of(Kind.ACKNOWLEDGEMENT).isEmpty()
                                ? new String[] {"contents", "deeds", "decisions", "publications"}
                                : new String[] {"contents", "deeds", "acknowledgements", "decisions", "publications"})
                .addObject("policy", new PolicyView(company, ui));
    }

    /** A list of the company's pages as a file. */
    @GetMapping("/organisation/lists/{list}.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String list,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("ui") Ui ui) {
        if (!Blocks.IDS.contains(list)) {
            throw new Problem(404, "not-found");
        }
        OrganisationView.Block block = new Blocks(
                        register.company(ui.person()),
                        register.now(),
                        ui,
                        q.length() > QUERY_CHARS_MAX ? q.substring(0, QUERY_CHARS_MAX) : q,
                        Integer.MAX_VALUE)
                .of(list);
        TableFile file = TableFile.of(format, "organisation-" + list, ui).named("title", block.titleColumn());
        file.named("about", ui.t("organisation.column.about"));
        for (int i = 0; i < block.columns().size(); i++) {
            file.named("c" + (i + 1), block.columns().get(i));
        }
        boolean state = !block.stateColumn().isEmpty();
        if (state) {
            file.named("state", block.stateColumn());
        }
        return file.download(block.rows().stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(row.title(), row.sub()));
                    row.cells().stream().map(Cell::plain).forEach(cells::add);
                    if (state) {
                        cells.add(row.word());
                    }
                    return cells;
                })
                .toList());
    }
}

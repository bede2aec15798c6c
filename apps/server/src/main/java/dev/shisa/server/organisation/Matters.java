package dev.shisa.server.organisation;

import dev.shisa.server.organisation.Company.Holding;
import dev.shisa.server.organisation.Company.OwnRight;
import dev.shisa.server.organisation.Company.PartyLine;
import dev.shisa.server.organisation.Company.RoleLine;
import dev.shisa.server.organisation.Company.Trained;
import dev.shisa.server.organisation.Matter.Area;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is open about the company: unfilled roles, missing contacts, what ended, what is overdue. */
final class Matters {

    private final Company company;
    private final List<Matter> all = new ArrayList<>();

    private Matters(Company company) {
        this.company = company;
    }

    static List<Matter> of(Company company) {
        Matters matters = new Matters(company);
        matters.policy();
        matters.budget();
        matters.experts();
        matters.roles();
        matters.parties();
        matters.training();
        matters.controls();
        matters.access();
        matters.sectors();
        return matters.all;
    }

    private void add(
            Area area, String shape, String key, @Nullable LocalDate due, String href, boolean home, Object... args) {
        all.add(new Matter(area, shape, key, List.of(args), due, href, home));
    }

    private static String entry(Entry entry) {
        return "/organisation/register/" + entry.kind().id() + "/" + entry.entry();
    }

    private static String add(Kind kind, String query) {
        return "/organisation/register/" + kind.id() + "/new" + query;
    }

    private void policy() {
        Policy policy = company.policy();
        String here = Area.POLICY.href();
        if (policy.state() == Policy.State.NONE) {
            add(Area.POLICY, "unknown", "policy.none", null, here, false);
            return;
        }
        String page = policy.href().isEmpty() ? here : policy.href();
        if (policy.state() == Policy.State.DRAFT) {
            add(Area.POLICY, "not-met", "policy.draft", null, page, true);
            return;
        }
        if (company.isPolicyOverdue()) {
            add(Area.POLICY, "clock", "policy.overdue", company.reviewBy(), page, true);
        } else if (company.reviewBy() == null) {
            add(Area.POLICY, "unknown", "policy.review-day", null, page, true);
        }
        if (policy.state() != Policy.State.ELSEWHERE && !company.isReadByAll()) {
            add(Area.POLICY, "unknown", "policy.unread", null, page, false, company.acknowledged(), company.readers());
        }
        int again = company.contentsToSeeAgain().size();
        if (again > 0) {
            add(Area.POLICY, "recheck", "policy.contents-again", null, here, true, again);
        }
        List<GuideLists.ContentItem> missing = company.lists().contents().stream()
                .filter(c -> c.group().equals("items") && company.section(c).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            add(Area.POLICY, "unknown", "policy.contents", null, here, false, missing.size());
        }
        for (String act : List.of("status", "review")) {
            List<String> without = company.halvesWithout(act);
            if (without.size() == 1
                    && Company.HALVES.stream()
                            .anyMatch(half -> company.lastDeed(act, half).isPresent())) {
                add(Area.POLICY, "unknown", "policy." + act + "-" + without.getFirst(), null, here, false);
            } else if (!without.isEmpty()) {
                add(Area.POLICY, "unknown", "policy." + act, null, here, false);
            }
        }
    }

    /** A period that ended without a new budget; that none was ever entered is only seen on the page. */
    private void budget() {
        company.last(Kind.DECISION, "act", "budget").ifPresent(last -> {
            LocalDate until = last.day("until");
            if (until != null && until.isBefore(company.today())) {
                add(Area.POLICY, "clock", "budget.over", until, add(Kind.DECISION, "?act=budget"), true);
            }
        });
    }

    /** Somebody was to become an expert and does not work here any more; that nothing was decided is only seen on the page. */
    private void experts() {
        if (company.isExpertGone()) {
            add(Area.POLICY, "recheck", "experts.gone", null, add(Kind.DECISION, ""), true);
        }
    }

    private void roles() {
        for (Entry person : company.withoutAccount()) {
            add(Area.ROLES, "recheck", "people.account", null, entry(person), true, person.text("name"));
        }
        List<RoleLine> roles = company.roles();
        if (roles.stream().allMatch(r -> r.holding() == Holding.UNSAID)) {
            add(Area.ROLES, "unknown", "roles.begin", null, Area.ROLES.href(), false);
        } else {
            for (RoleLine role : roles) {
                Entry said = role.entry();
                String href = said == null ? add(Kind.ROLE, "?role=" + role.key()) : entry(said);
                if (role.holding() == Holding.NOBODY) {
                    add(Area.ROLES, "not-met", "roles.vacant", null, href, true, role.name());
                } else if (role.holding() == Holding.UNORDERED) {
                    add(Area.ROLES, "not-met", "roles.unordered", null, href, true, role.words(), role.name());
                } else if (role.holding() == Holding.OVER) {
                    add(Area.ROLES, "clock", "roles.over", role.contract(), href, true, role.words(), role.name());
                } else if (role.holding() == Holding.UNSAID) {
                    add(Area.ROLES, "unknown", "roles.unsaid", null, href, false, role.name());
                }
            }
        }
        for (Entry activity : company.of(Kind.ACTIVITY)) {
            if (!Company.isShared(activity)) {
                add(Area.ROLES, "unknown", "activity.open", null, entry(activity), false, activity.text("name"));
            }
        }
    }

    private void parties() {
        int undecided = company.undecidedForEmergency().size();
        if (undecided > 0) {
            add(Area.PARTIES, "unknown", "parties.gaps", null, Area.PARTIES.href(), false, undecided);
        }
        for (PartyLine party : company.callList()) {
            if (!party.contact().isReachable()) {
                Entry said = party.entry();
                add(
                        Area.PARTIES,
                        "not-met",
                        "parties.contact",
                        null,
                        said == null ? add(Kind.PARTY, "?party=" + party.key()) : entry(said),
                        said != null,
                        party.name());
            }
        }
    }

    private void training() {
        Set<String> told = company.expiredTrainings().stream()
                .map(t -> t.text("person") + " " + t.text("topic"))
                .collect(Collectors.toSet());
        for (Entry training : company.expiredTrainings()) {
            add(
                    Area.TRAINING,
                    "clock",
                    "training.expired",
                    training.day("until"),
                    add(Kind.TRAINING, "?person=" + training.text("person")),
                    true,
                    Objects.requireNonNull(company.person(training.ref("person")))
                            .text("name"),
                    training.text("topic"));
        }
        for (RoleLine role : company.roles()) {
            for (Company.Need need : role.needs()) {
                Entry holder = Objects.requireNonNull(role.holder());
                boolean open = need.state() == Trained.MISSING
                        || (need.state() == Trained.EXPIRED && !told.contains(holder.entry() + " " + need.topic()));
                if (open) {
                    add(
                            Area.TRAINING,
                            "recheck",
                            "training.missing",
                            null,
                            add(Kind.TRAINING, "?person=" + holder.entry()),
                            true,
                            holder.text("name"),
                            need.topic(),
                            role.name());
                }
            }
        }
        if (company.of(Kind.TRAINING).isEmpty()) {
            add(Area.TRAINING, "unknown", "training.begin", null, Area.TRAINING.href(), false);
        }
        if (company.of(Kind.RESOURCE).isEmpty()) {
            add(Area.TRAINING, "unknown", "resources.begin", null, Area.TRAINING.href(), false);
        }
    }

    private void controls() {
        for (Entry control : company.of(Kind.CONTROL)) {
            if (Company.isOverdue(control, company.today())) {
                add(
                        Area.CONTROLS,
                        "clock",
                        "controls.overdue",
                        control.day("review"),
                        entry(control),
                        true,
                        company.lists().controls().stream()
                                .filter(c -> control.is("control", c.key()))
                                .<Object>map(GuideLists.Item::name)
                                .findFirst()
                                .orElse(control.text("name")));
            }
        }
        int open = company.openControls().size();
        if (open > 0) {
            add(Area.CONTROLS, "unknown", "controls.open", null, Area.CONTROLS.href(), false, open);
        }
        if (company.of(Kind.SERVICE).isEmpty()) {
            add(Area.CONTROLS, "unknown", "services.begin", null, Area.CONTROLS.href(), false);
        }
    }

    private void access() {
        for (Entry system : company.of(Kind.SYSTEM_ENTRY)) {
            if (company.person(system.ref("administrator")) == null) {
                add(Area.ACCESS, "not-met", "access.administrator", null, entry(system), true, system.text("name"));
            }
            if (Company.isOverdue(system, company.today())) {
                add(
                        Area.ACCESS,
                        "clock",
                        "access.overdue",
                        system.day("review"),
                        entry(system),
                        true,
                        system.text("name"));
            }
        }
        for (Entry right : company.otherRights()) {
            right(right);
        }
        int unseen = 0;
        for (OwnRight own : company.ownRights()) {
            Entry review = own.review();
            if (review == null) {
                unseen++;
            } else if (own.isStillThere()) {
                add(
                        Area.ACCESS,
                        "not-met",
                        "access.still",
                        null,
                        entry(review),
                        true,
                        own.account().name());
            } else if (own.isChanged()) {
                add(
                        Area.ACCESS,
                        "recheck",
                        "access.changed",
                        null,
                        entry(review),
                        true,
                        own.account().name());
            } else {
                right(review);
            }
        }
        if (unseen > 0) {
            boolean begun = company.ownRights().stream().anyMatch(o -> o.review() != null);
            add(Area.ACCESS, "unknown", "access.unseen", null, Area.ACCESS.href(), begun, unseen);
        }
    }

    private void right(Entry right) {
        if (right.is("decision", "remove")) {
            add(
                    Area.ACCESS,
                    "not-met",
                    "access.remove",
                    right.day("on"),
                    entry(right),
                    true,
                    company.holderName(right),
                    company.systemName(right));
        } else if (right.is("decision", "keep") && Company.isOverdue(right, company.today())) {
            add(
                    Area.ACCESS,
                    "clock",
                    "access.right-overdue",
                    right.day("review"),
                    entry(right),
                    true,
                    company.holderName(right),
                    company.systemName(right));
        }
    }

    private void sectors() {
        List<Entry> sectors = company.of(Kind.SECTOR);
        for (Entry sector : sectors) {
            if (Company.isOverdue(sector, company.today())) {
                add(
                        Area.SECTORS,
                        "clock",
                        "sectors.overdue",
                        sector.day("review"),
                        entry(sector),
                        true,
                        sector.text("name"));
            }
        }
        int open = company.withoutSector().size();
        if (open > 0) {
            add(Area.SECTORS, "unknown", "sectors.open", null, Area.SECTORS.href(), false, open);
        }
    }
}

package dev.shisa.server.notice;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.advisory.AdvisoryIssued;
import dev.shisa.server.advisory.IssuedAdvisory;
import dev.shisa.server.audience.UsersTold;
import dev.shisa.server.conformity.AssignmentDue;
import dev.shisa.server.conformity.RequirementAssigned;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.conformity.VerdictTurned;
import dev.shisa.server.inquiry.SurgeFound;
import dev.shisa.server.platform.account.EmergencySignIn;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.psirt.CaseOpened;
import dev.shisa.server.psirt.CaseTold;
import dev.shisa.server.shipment.StopDone;
import dev.shisa.server.supplier.SupplierHeard;
import dev.shisa.server.talk.TalkTold;
import dev.shisa.server.vulnerability.FindingsChanged;
import dev.shisa.server.vulnerability.FindingsOpened;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What other capabilities say happened, in their transactions, as things that somebody may have to know of. */
@Component
class NoticeEvents {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Notices notices;
    private final Products products;
    private final RequirementLinks links;

    NoticeEvents(Notices notices, Products products, RequirementLinks links) {
        this.notices = notices;
        this.products = products;
        this.links = links;
    }

    @EventListener
    void on(FindingsOpened opened) {
        Series series = inUse(opened.seriesId());
        if (series == null) {
            return;
        }
        String list = "/products/" + encoded(series.code()) + "/vulnerabilities";
        notices.tell(new Happening(
                NoticeKind.FINDINGS,
                "findings:" + opened.releaseId() + ":" + opened.at(),
                opened.seriesId(),
                opened.releaseId().toString(),
                null,
                false,
                opened.count(),
                opened.dangerous() > 0,
                List.of(opened.release(), opened.vulnerability(), opened.due().toString()),
                opened.count() == 1 ? list + "/" + opened.first() : list + "?release=" + opened.releaseId()));
    }

    /** Only what stood can turn: what nobody had answered yet is work to be done, not news. */
    @EventListener
    void on(VerdictTurned turned) {
        boolean stood = turned.before().isGreen()
                || turned.before() == VerdictState.EXPECTED
                || (turned.before() == VerdictState.RECHECK && turned.after() == VerdictState.NOT_MET);
        if (!stood || !Set.of(VerdictState.RECHECK, VerdictState.NOT_MET).contains(turned.after())) {
            return;
        }
        boolean organisation = products.isOrganisation(turned.subjectId());
        if (!organisation && inUse(turned.subjectId()) == null) {
            return;
        }
        notices.tell(new Happening(
                NoticeKind.VERDICT,
                "verdict:" + turned.change(),
                organisation ? null : turned.subjectId(),
                turned.subjectId().toString(),
                null,
                organisation,
                1,
                turned.before().isGreen() && turned.after() == VerdictState.NOT_MET,
                List.of(
                        turned.requirement().toString(),
                        turned.before().code(),
                        turned.after().code()),
                page(turned.subjectId(), turned.requirement())));
    }

    @EventListener
    void on(RequirementAssigned given) {
        if (!given.by().equals(given.assignee())) {
            task(
                    NoticeKind.TASK,
                    given.assignment(),
                    given.subjectId(),
                    given.requirement(),
                    given.assignee(),
                    given.due());
        }
    }

    /** Told to who has it, and to who gave it. */
    @EventListener
    void on(AssignmentDue due) {
        task(NoticeKind.TASK_DUE, due.assignment(), due.subjectId(), due.requirement(), due.assignee(), due.due());
        if (!due.by().equals(due.assignee())) {
            task(NoticeKind.TASK_DUE, due.assignment(), due.subjectId(), due.requirement(), due.by(), due.due());
        }
    }

    /** Where it was said, and none of its words. */
    @EventListener
    void on(TalkTold told) {
        LocalDate due = told.due();
        notices.tell(new Happening(
                NoticeKind.TALK,
                "talk:" + told.comment() + ":" + told.person(),
                told.series(),
                told.comment().toString(),
                told.person(),
                false,
                1,
                false,
                List.of(told.what().id(), told.place(), told.mark(), due == null ? "" : due.toString()),
                told.href()));
    }

    /** Only for one who works on the case; what it is about is in no notice, since a mail goes over servers of others. */
    @EventListener
    void on(CaseTold told) {
        notices.tell(new Happening(
                NoticeKind.CASE,
                told.key(),
                null,
                told.caseId() + ":" + told.what(),
                told.person(),
                false,
                1,
                told.urgent() && !told.drill(),
                List.of(told.number(), told.what(), told.due(), told.drill() ? "drill" : ""),
                told.href()));
    }

    @EventListener
    void on(SurgeFound found) {
        notices.tell(new Happening(
                NoticeKind.SURGE,
                "surge:" + found.surge(),
                found.series(),
                found.surge().toString(),
                null,
                found.series() == null,
                1,
                true,
                List.of(Integer.toString(found.count()), found.usual()),
                found.href()));
    }

    /** A room reads neither title nor product of what only some may read. */
    @EventListener
    void on(AdvisoryIssued told) {
        IssuedAdvisory issued = told.advisory();
        boolean open = issued.isPublic();
        String what = issued.content().withdrawn() ? "withdrawn" : issued.number() == 1 ? "issued" : "corrected";
        notices.tell(new Happening(
                NoticeKind.ADVISORY,
                "advisory:" + issued.advisory() + ":" + issued.number(),
                null,
                issued.advisory() + ":" + issued.number(),
                null,
                false,
                1,
                true,
                List.of(
                        what,
                        issued.tracking(),
                        Integer.toString(issued.number()),
                        open ? issued.title("ja") : "",
                        open ? issued.title("en") : "",
                        issued.label()),
                "/vulnerabilities/advisories/" + issued.code()));
    }

    /** What was found and asks for action is told by {@link FindingsOpened}; the rest of what was found is work to come, not news. */
    @EventListener
    void on(FindingsChanged changed) {
        Series series = changed.what() == FindingsChanged.What.FOUND ? null : inUse(changed.seriesId());
        if (series == null) {
            return;
        }
        boolean decided = changed.what() == FindingsChanged.What.DECIDED;
        String list = "/products/" + encoded(series.code()) + "/vulnerabilities";
        notices.tell(new Happening(
                decided ? NoticeKind.FINDINGS_DECIDED : NoticeKind.FINDINGS_PRIORITY,
                "findings-" + changed.what().id() + ":" + changed.key(),
                changed.seriesId(),
                changed.releaseId().toString(),
                null,
                false,
                changed.count(),
                !decided && changed.immediate() > 0,
                List.of(changed.release(), changed.vulnerability()),
                changed.count() == 1 ? list + "/" + changed.first() : list + "?release=" + changed.releaseId()));
    }

    @EventListener
    void on(StopDone done) {
        if (inUse(done.series()) != null) {
            notices.tell(new Happening(
                    NoticeKind.STOP,
                    "stop:" + done.step(),
                    done.series(),
                    done.step().toString(),
                    null,
                    false,
                    1,
                    true,
                    List.of(done.act(), done.code(), done.day().toString()),
                    "/field/stops/" + done.code()));
        }
    }

    @EventListener
    void on(SupplierHeard heard) {
        notices.tell(new Happening(
                heard.late() ? NoticeKind.SUPPLIER_OVERDUE : NoticeKind.SUPPLIER_ANSWERED,
                heard.key(),
                null,
                heard.request().toString(),
                null,
                false,
                1,
                heard.late(),
                List.of(heard.name()),
                "/organisation/suppliers/" + encoded(heard.code()) + "/questions"));
    }

    @EventListener
    void on(UsersTold told) {
        notices.tell(new Happening(
                NoticeKind.USERS_TOLD,
                "users:" + told.step(),
                null,
                told.step().toString(),
                null,
                false,
                1,
                false,
                List.of(told.kind().id(), told.code(), Integer.toString(told.receivers())),
                "/field/notices/" + told.code()));
    }

    /** Several are one that counts: when each of them came would be more than that something waits. */
    @EventListener
    void on(CaseOpened opened) {
        notices.tell(new Happening(
                NoticeKind.CASE_OPENED,
                "case-opened:" + opened.key(),
                null,
                "cases",
                null,
                false,
                1,
                true,
                List.of(),
                "/psirt"));
    }

    @EventListener
    void on(EmergencySignIn used) {
        notices.tell(new Happening(
                NoticeKind.EMERGENCY,
                "emergency:" + used.use(),
                null,
                used.use().toString(),
                null,
                false,
                1,
                true,
                List.of(MINUTE.format(used.at().atZone(Ui.ZONE))),
                "/audit?act=emergency.use"));
    }

    private void task(
            NoticeKind kind, UUID assignment, UUID subjectId, RequirementId requirement, UUID person, LocalDate due) {
        boolean organisation = products.isOrganisation(subjectId);
        notices.tell(new Happening(
                kind,
                kind.id() + ":" + assignment + ":" + person,
                organisation ? null : subjectId,
                assignment.toString(),
                person,
                organisation,
                1,
                kind == NoticeKind.TASK_DUE,
                List.of(requirement.toString(), due.toString()),
                page(subjectId, requirement)));
    }

    private String page(UUID subjectId, RequirementId requirement) {
        return products.byId(subjectId)
                .map(series -> links.to(series, requirement))
                .orElseGet(
                        () -> "/organisation/guides/" + requirement.framework() + "/" + encoded(requirement.number()));
    }

    /** Null: it is archived, and nothing of it asks anybody for anything. */
    private @Nullable Series inUse(UUID seriesId) {
        return products.isArchived(seriesId) ? null : products.byId(seriesId).orElse(null);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

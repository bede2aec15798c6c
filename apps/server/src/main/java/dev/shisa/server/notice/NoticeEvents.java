package dev.shisa.server.notice;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.AssignmentDue;
import dev.shisa.server.conformity.RequirementAssigned;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.conformity.VerdictTurned;
import dev.shisa.server.inquiry.SurgeFound;
import dev.shisa.server.platform.account.EmergencySignIn;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.psirt.CaseTold;
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

package dev.shisa.server.plan;

import dev.shisa.server.plan.PlanParameters.Emphasis;
import dev.shisa.server.platform.account.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What plans are made by. */
@Repository
class PlanStore {

    private final JdbcClient jdbc;

    PlanStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The parameters of a series, who entered them, and the version that a change has to name. */
    record Entered(PlanParameters parameters, String by, Instant at, int version) {}

    Optional<Entered> of(UUID seriesId) {
        return jdbc.sql("""
                        SELECT begins_on, emphasis, guide, stage, staff_hours, budget_yen, confirm_hours, answer_hours,
                            recheck_hours, fix_hours, fix_yen, set_name, set_at, version
                        FROM plan_parameters WHERE series_id = :series""")
                .param("series", seriesId)
                .query((rs, n) -> new Entered(
                        parameters(rs),
                        rs.getString("set_name"),
                        rs.getTimestamp("set_at").toInstant(),
                        rs.getInt("version")))
                .optional();
    }

    /** By what the plan was made before its last change; empty: it was never changed. */
    Optional<PlanParameters> before(UUID seriesId) {
        return jdbc.sql("""
                        SELECT earlier.* FROM plan_parameters p,
                            jsonb_populate_record(NULL::plan_parameters, p.before) earlier
                        WHERE p.series_id = :series AND p.before IS NOT NULL""")
                .param("series", seriesId)
                .query((rs, n) -> parameters(rs))
                .optional();
    }

    private static PlanParameters parameters(ResultSet rs) throws SQLException {
        return new PlanParameters(
                rs.getObject("begins_on", LocalDate.class),
                Emphasis.parse(rs.getString("emphasis")).orElseThrow(),
                rs.getString("guide"),
                Stage.parse(rs.getString("stage")).orElseThrow(),
                rs.getInt("staff_hours"),
                rs.getLong("budget_yen"),
                rs.getInt("confirm_hours"),
                rs.getInt("answer_hours"),
                rs.getInt("recheck_hours"),
                rs.getInt("fix_hours"),
                rs.getLong("fix_yen"));
    }

    /** Enters them if nobody has since {@code version} was read; 0 where there were none. */
    boolean put(UUID seriesId, PlanParameters given, int version, Person person, Instant at) {
        return jdbc.sql("""
                        INSERT INTO plan_parameters AS p (series_id, begins_on, emphasis, guide, stage, staff_hours,
                            budget_yen, confirm_hours, answer_hours, recheck_hours, fix_hours, fix_yen, set_by, set_name,
                            set_at)
                        VALUES (:series, :begins, :emphasis, :guide, :stage, :staff, :budget, :confirm, :answer,
                            :recheck, :fix, :yen, :by, :name, :at)
                        ON CONFLICT (series_id) DO UPDATE
                        SET begins_on = excluded.begins_on, emphasis = excluded.emphasis, guide = excluded.guide,
                            stage = excluded.stage, staff_hours = excluded.staff_hours,
                            budget_yen = excluded.budget_yen, confirm_hours = excluded.confirm_hours,
                            answer_hours = excluded.answer_hours, recheck_hours = excluded.recheck_hours,
                            fix_hours = excluded.fix_hours, fix_yen = excluded.fix_yen, set_by = excluded.set_by,
                            set_name = excluded.set_name, set_at = excluded.set_at, version = p.version + 1,
                            before = to_jsonb(p) - 'before' - 'set_by' - 'set_name'
                        WHERE p.version = :version""")
                        .param("series", seriesId)
                        .param("begins", given.begins())
                        .param("emphasis", given.emphasis().id())
                        .param("guide", given.guide())
                        .param("stage", given.stage().id())
                        .param("staff", given.staffHours())
                        .param("budget", given.budgetYen())
                        .param("confirm", given.confirmHours())
                        .param("answer", given.answerHours())
                        .param("recheck", given.recheckHours())
                        .param("fix", given.fixHours())
                        .param("yen", given.fixYen())
                        .param("by", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(at))
                        .param("version", version)
                        .update()
                == 1;
    }
}

package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.web.TaskSource.Task;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What people did with things that wait. Rows are only added and ended. */
@Component
class Puts {

    private final Rows rows;
    private final Kind<Put> puts;

    Puts(Rows rows) {
        this.rows = rows;
        this.puts = rows.of(Put.class);
    }

    /** What goes for these things: of what was put off, only what this person put off. */
    List<Put> standing(Collection<String> tasks, Person person) {
        return puts.list(
                "WHERE t.task = ANY (:tasks) AND t.ended_at IS NULL AND (t.how <> 'later' OR t.by_id = :person)",
                Map.of("tasks", tasks.toArray(String[]::new), "person", person.id()));
    }

    /** How often something was done with a thing: whoever looked at it before does not know the last of it. */
    int version(String task) {
        return puts.count("WHERE t.task = :task", Map.of("task", task))
                + puts.count("WHERE t.task = :task AND t.ended_at IS NOT NULL", Map.of("task", task));
    }

    /** Adds one, and ends what it follows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Put add(
            Task task, Put.How how, @Nullable LocalDate until, @Nullable UUID receiver, String reason, Person person) {
        standing(List.of(task.key()), person).stream()
                .filter(put -> put.how() == how)
                .forEach(put -> end(put, person));
        return puts.add(
                task.series(),
                new Put(
                        rows.id(),
                        task.key(),
                        how,
                        task.kind(),
                        task.series(),
                        until,
                        receiver,
                        reason,
                        rows.by(person),
                        null));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public boolean end(Put put, Person person) {
        Stamp by = rows.by(person);
        return puts.end(put.id(), put.series(), by, "");
    }
}

package io.orderloom.access;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.UtcTime;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people with power did: keys, users, repairs. Entries are only ever added. */
@Component
public class AuditTrail implements DecisionLog {

    private final JdbcClient jdbc;
    private final BusinessClock clock;

    AuditTrail(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One entry.
     *
     * @param actor as {@link io.orderloom.web.Caller#actor()} says it
     * @param action what was done, for instance {@code key.created}
     * @param target to what: a name or a business number, never personal data
     */
    public record Entry(
            Instant at,
            String actor,
            String action,
            String target,
            @Nullable String note) {}

    /** Adds an entry in the running transaction, so that it is there if and only if the deed is. */
    @Override
    public void add(String actor, String action, String target, @Nullable String note) {
        jdbc.sql("""
                        INSERT INTO audit_entries (actor, action, target, note, at)
                        VALUES (:actor, :action, :target, :note, :at)""")
                .param("actor", actor)
                .param("action", action)
                .param("target", target)
                .param("note", note)
                .param("at", UtcTime.toDatabase(clock.now()))
                .update();
    }

    /** The entries, newest first. */
    public Page<Entry> entries(PageRequest page) {
        List<Entry> entries = jdbc.sql("""
                        SELECT actor, action, target, note, at FROM audit_entries
                        ORDER BY id DESC LIMIT :size OFFSET :offset""")
                .param("size", page.size())
                .param("offset", page.offset())
                .query((row, number) -> new Entry(
                        UtcTime.read(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("note")))
                .list();
        long total =
                jdbc.sql("SELECT COUNT(*) FROM audit_entries").query(Long.class).single();
        return Page.of(page, entries, total);
    }
}

package io.orderloom.support;

import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which pushes have come, so that none counts twice; nothing of what they said. */
@Repository
class PushRepository {

    private static final int LONGEST_KIND = 64;

    private final JdbcClient jdbc;

    PushRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether it comes for the first time */
    boolean insert(Push push, Instant now) {
        String kind = push.event().isEmpty() ? push.type() : push.event();
        return jdbc.sql("INSERT IGNORE INTO mini_program_pushes (push_key, kind, received_at) VALUES (?, ?, ?)")
                        .param(push.key())
                        .param(kind.length() <= LONGEST_KIND ? kind : kind.substring(0, LONGEST_KIND))
                        .param(UtcTime.toDatabase(now))
                        .update()
                == 1;
    }

    Optional<Instant> oldest() {
        return jdbc.sql("SELECT received_at FROM mini_program_pushes ORDER BY received_at LIMIT 1")
                .query((row, number) -> UtcTime.read(row, 1))
                .optional();
    }

    int deleteBefore(Instant moment, int most) {
        return jdbc.sql("DELETE FROM mini_program_pushes WHERE received_at <= ? LIMIT " + most)
                .param(UtcTime.toDatabase(moment))
                .update();
    }
}

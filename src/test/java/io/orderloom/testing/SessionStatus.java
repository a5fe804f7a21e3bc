package io.orderloom.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What MariaDB counts in the session of the running transaction. */
public final class SessionStatus {

    private SessionStatus() {}

    /**
     * One of its counters.
     *
     * @param name as {@code COM_SELECT}; asking for it is a select, too
     */
    public static long counted(JdbcClient jdbc, String name) {
        return jdbc.sql("select variable_value from information_schema.session_status where variable_name = ?")
                .param(name)
                .query(Long.class)
                .single();
    }
}

package io.orderloom.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where running processes stand. The engine itself answers that for one instance at a time, with two questions each. */
@Component
public class StandingProcesses {

    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;

    StandingProcesses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An element at which an instance waits, fails, or has called another instance. */
    public record Standing(
            String businessKey, String processInstanceId, String processDefinitionId, String activityId) {}

    /** Where the running instances with these business keys stand, the newest instance first. */
    public List<Standing> of(Collection<String> businessKeys) {
        List<String> keys = businessKeys.stream().distinct().sorted().toList();
        List<Standing> all = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            jdbc.sql("""
                            SELECT i.BUSINESS_KEY_, i.ID_ AS INSTANCE_, e.PROC_DEF_ID_, e.ACT_ID_
                            FROM ACT_RU_EXECUTION i JOIN ACT_RU_EXECUTION e ON e.PROC_INST_ID_ = i.ID_
                            WHERE i.BUSINESS_KEY_ IN (:keys) AND e.IS_ACTIVE_ = TRUE AND e.ACT_ID_ IS NOT NULL
                            ORDER BY i.ID_ DESC, e.ID_""")
                    .param("keys", keys.subList(from, Math.min(from + AT_ONCE, keys.size())))
                    .query((row, number) -> new Standing(
                            row.getString("BUSINESS_KEY_"),
                            row.getString("INSTANCE_"),
                            row.getString("PROC_DEF_ID_"),
                            row.getString("ACT_ID_")))
                    .list()
                    .forEach(all::add);
        }
        return all;
    }
}

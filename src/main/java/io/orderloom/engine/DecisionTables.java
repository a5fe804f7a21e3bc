package io.orderloom.engine;

import java.util.List;
import java.util.Map;

/** Decision tables as analysts deploy them; the newest version counts. */
public interface DecisionTables {

    /**
     * What a table says.
     *
     * @param version of the deployed table
     * @param hits the outputs of every row that applies, by name, in the order of the rows
     */
    record Answer(int version, List<Map<String, Object>> hits) {}

    /**
     * Asks a table. Costs no statement, but for finding its newest version once a second; inside a transaction a table
     * that cannot be used dooms it.
     *
     * @param decision the decision's id, for instance {@code WaitingTimes}
     * @param inputs what its input columns ask for, by name
     * @throws DecisionUnusable when no such table is deployed, or a cell of it cannot be evaluated
     */
    Answer ask(String decision, Map<String, Object> inputs);
}

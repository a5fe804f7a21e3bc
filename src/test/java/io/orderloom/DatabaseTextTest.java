package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DatabaseTextTest {

    @Test
    void textIsFullUtf8AndComparedExactlyHoweverTheDatabaseWasCreated() {
        TestDatabase database = Servers.mariaDb();
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.url(), database.username(), database.password());
        JdbcClient.create(source)
                .sql("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci")
                .update();
        database.migratedDataSource();

        JdbcClient client = JdbcClient.create(source);
        client.sql("CREATE TABLE names (name VARCHAR(20) PRIMARY KEY)").update();
        client.sql("INSERT INTO names VALUES ('Bob'), ('bob'), ('bob '), ('𠮷😀'), ('𠮷😁')")
                .update();

        assertThat(client.sql("SELECT name FROM names WHERE name = 'bob'")
                        .query(String.class)
                        .list())
                .containsExactly("bob");
        assertThat(client.sql("SELECT name FROM names WHERE name = '𠮷😀'")
                        .query(String.class)
                        .list())
                .containsExactly("𠮷😀");
    }
}

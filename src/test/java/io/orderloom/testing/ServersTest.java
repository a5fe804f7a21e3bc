package io.orderloom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ResourceLock(Servers.THAT_MAY_STOP)
class ServersTest {

    @Test
    void aDatabaseIsFreshAndItsUserSeesNoOther() {
        TestDatabase first = Servers.mariaDb();
        TestDatabase second = Servers.mariaDb();
        JdbcClient client = JdbcClient.create(first.dataSource());

        List<String> visible = client.sql("SHOW DATABASES").query(String.class).list();

        assertThat(first.url()).isNotEqualTo(second.url()).contains("/serverstest_");
        assertThat(visible).hasSize(2).contains("information_schema").noneMatch(database -> second.url()
                .contains(database));
        assertThat(client.sql("SHOW TABLES").query(String.class).list()).isEmpty();
    }

    @Test
    void aDatabaseRunsWithTheSettingsOfTheService() {
        JdbcClient client = JdbcClient.create(Servers.mariaDb().dataSource());

        assertThat(client.sql("SELECT @@tx_isolation, @@autocommit, @@collation_database, @@version")
                        .query()
                        .singleRow())
                .containsEntry("@@tx_isolation", "READ-COMMITTED")
                .containsEntry("@@collation_database", "utf8mb4_nopad_bin")
                .extractingByKey("@@version")
                .asString()
                .contains("MariaDB");
    }

    @Test
    void aKilledDatabaseServerKeepsItsCommits() {
        MariaDbServer server = Servers.mariaDbServer();
        TestDatabase database = Servers.mariaDb(server);
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.url(), database.username(), database.password());
        JdbcClient client = JdbcClient.create(source);
        client.sql("CREATE TABLE facts (fact INT PRIMARY KEY)").update();
        client.sql("INSERT INTO facts VALUES (7)").update();

        server.kill();
        assertThatThrownBy(() -> client.sql("SELECT fact FROM facts")
                        .query(Integer.class)
                        .list())
                .isInstanceOf(CannotGetJdbcConnectionException.class);
        server.start();

        assertThat(client.sql("SELECT fact FROM facts").query(Integer.class).list())
                .containsExactly(7);
    }

    @Test
    void eachBrokerAddressIsAWorldOfItsOwn() throws Exception {
        try (Connection first = connect(Servers.rabbitMq());
                Connection second = connect(Servers.rabbitMq());
                Channel ours = first.createChannel()) {
            Channel theirs = second.createChannel();
            ours.queueDeclare("letters", true, false, false, Map.of());

            assertThatThrownBy(() -> theirs.queueDeclarePassive("letters")).hasStackTraceContaining("NOT_FOUND");
        }
    }

    @Test
    void aBrokerThatWasStoppedKeepsPersistentMessages() throws Exception {
        RabbitMqServer server = Servers.rabbitMqServer();
        String uri = server.freshUri();
        try (Connection connection = connect(uri);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("letters", true, false, false, Map.of());
            channel.basicPublish(
                    "", "letters", MessageProperties.PERSISTENT_BASIC, "kept".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
        }

        server.stop();
        assertThatThrownBy(() -> connect(uri)).isInstanceOf(IOException.class);
        server.start();

        try (Connection connection = connect(uri);
                Channel channel = connection.createChannel()) {
            assertThat(channel.basicGet("letters", true).getBody()).asString().isEqualTo("kept");
        }
    }

    @Test
    void aGivenServersAddressKeepsItsHostAndLosesItsCredentials() {
        assertThat(Servers.databaseUrl("jdbc:mariadb://db.example:3307/?user=root&password=secret", "shop"))
                .startsWith("jdbc:mariadb://db.example:3307/shop?nullDatabaseMeansCurrent=true")
                .doesNotContain("secret");
        assertThat(Servers.databaseUrl("jdbc:mariadb://db.example", "shop"))
                .startsWith("jdbc:mariadb://db.example/shop?");
    }

    @Test
    void aMissingProgramIsAnsweredWithTheLineThatSaysHowToGetIt() {
        assertThatThrownBy(() -> ServerProcess.program("Install it with …", List.of("/no/such/program")))
                .hasMessage("Install it with …");
    }

    private static Connection connect(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}

package io.orderloom.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.orderloom.testing.MariaDbServer;
import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import java.util.concurrent.CompletableFuture;

/** A durable server with one migrated database that is stocked with goods. */
record BenchDatabase(MariaDbServer server, TestDatabase database) {

    /** Made beside others: creating a hundred tables durably is mostly waiting for the disk. */
    static CompletableFuture<BenchDatabase> prepare() {
        return CompletableFuture.supplyAsync(BenchDatabase::make);
    }

    private static BenchDatabase make() {
        MariaDbServer server = MariaDbServer.launchDurable();
        TestDatabase database = Servers.mariaDb(server);
        ((HikariDataSource) database.migratedDataSource()).close();
        Goods.stock(database);
        return new BenchDatabase(server, database);
    }

    /** The address without parameters: what the product wants of the driver, it adds by itself. */
    String bareUrl() {
        return database.url().substring(0, database.url().indexOf('?'));
    }
}

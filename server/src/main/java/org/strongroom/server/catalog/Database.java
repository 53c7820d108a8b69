package org.strongroom.server.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The catalog's database: SQLite in the data directory, or PostgreSQL for several nodes. Reads run
 * at once on connections of their own; writes go through one {@link Work} at a time or in groups,
 * durable when {@link #write} returns.
 */
public final class Database implements AutoCloseable {
  /** Further connections are made when they are wanted, and go when they are not. */
  private static final int KEPT_OPEN = 2;

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final String MIGRATIONS = "db/migration";
  private static final long WARNED_EVERY = 60_000_000_000L;

  /**
   * A node that is paused in a transaction must not keep what it has locked from the others. A
   * catalog lies in memory, so an index is hardly dearer than a scan; a page that costs much by
   * estimation ends early, so neither compiling it nor more processors pay. Each statement is
   * planned for its values: a plan for any value and any page fits none.
   */
  private static final String SESSION =
      "SET idle_in_transaction_session_timeout = '10s'; SET random_page_cost = 1.1;"
          + " SET jit = off; SET max_parallel_workers_per_gather = 0;"
          + " SET plan_cache_mode = force_custom_plan";

  private final AtomicLong warned = new AtomicLong();
  private final HikariDataSource pool;
  private final DSLContext reader;
  private final Writer writer;
  private final SQLDialect dialect;
  private final CatalogWatch watch = new CatalogWatch(over -> read(over::test));

  /** What the writes of the calling thread have to pass. */
  private final ScopedValue<Consumer<Transaction>> check = ScopedValue.newInstance();

  private Database(HikariDataSource pool, DSLContext reader, Writer writer, SQLDialect dialect) {
    this.pool = pool;
    this.reader = reader;
    this.writer = writer;
    this.dialect = dialect;
  }

  /**
   * Opens the database and brings its tables up to date.
   *
   * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql:…}
   */
  public static Database open(String url, Optional<String> user, Optional<String> password) {
    return url.startsWith("jdbc:sqlite:") ? openSqlite(url) : openPostgres(url, user, password);
  }

  private static Database openSqlite(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(KEPT_OPEN);
    SQLiteConfig pragmas = sqlitePragmas();
    pragmas
        .toProperties()
        .forEach((key, value) -> config.addDataSourceProperty((String) key, value));
    HikariDataSource pool = new HikariDataSource(config);
    migrate(pool, MigrationMark.Place.SQLITE, () -> Flyway.configure().dataSource(pool));
    try {
      Connection connection = sqlitePragmas().createConnection(url);
      Writer writer = new GroupedWriter(connection, sql(connection, SQLDialect.SQLITE));
      return new Database(
          pool, DSL.using(pool, SQLDialect.SQLITE, settings()), writer, SQLDialect.SQLITE);
    } catch (SQLException e) {
      pool.close();
      throw new DataAccessException("cannot open " + url, e);
    }
  }

  private static SQLiteConfig sqlitePragmas() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.enforceForeignKeys(true);
    config.setCacheSize(-32_768);
    return config;
  }

  private static Database openPostgres(
      String url, Optional<String> user, Optional<String> password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    user.ifPresent(config::setUsername);
    password.ifPresent(config::setPassword);
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(KEPT_OPEN);
    patience(url).forEach(config::addDataSourceProperty);
    config.setConnectionInitSql(SESSION);
    HikariDataSource pool = new HikariDataSource(config);
    migrate(
        pool,
        MigrationMark.Place.POSTGRESQL,
        // over connections of its own, of which one waits for the other
        () -> Flyway.configure().dataSource(url, user.orElse(null), password.orElse(null)));
    return new Database(
        pool,
        DSL.using(pool, SQLDialect.POSTGRES, settings()),
        new PooledWriter(pool, settings()),
        SQLDialect.POSTGRES);
  }

  /** A network that swallows all must not hold a node for ever; what the url says comes first. */
  private static Map<String, String> patience(String url) {
    return Map.of("connectTimeout", "10", "socketTimeout", "40", "tcpKeepAlive", "true")
        .entrySet()
        .stream()
        .filter(property -> !url.contains(property.getKey() + "="))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What the databases have no common words for lies beside the common migrations. */
  private static void migrate(
      HikariDataSource pool, MigrationMark.Place kind, Supplier<FluentConfiguration> flyway) {
    String own = "db/" + kind.name().toLowerCase(Locale.ROOT);
    MigrationMark mark = MigrationMark.of(kind, MIGRATIONS, own);
    if (!mark.isOn(pool)) {
      flyway.get().locations("classpath:" + MIGRATIONS, "classpath:" + own).load().migrate();
      mark.put(pool);
    }
  }

  private static DSLContext sql(Connection connection, SQLDialect dialect) {
    return DSL.using(connection, dialect, settings());
  }

  private static Settings settings() {
    return new Settings().withExecuteLogging(false).withCacheRecordMappers(true);
  }

  /**
   * Runs a unit of work that writes; it is durable when this returns. Within {@link #checking} it
   * is {@link #writePatiently}.
   *
   * @throws NoSpaceException if there is no room to write in
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    return check.isBound()
        ? Patience.with(() -> writeOnce(checked(work, check.get())))
        : writeOnce(work);
  }

  /**
   * Runs a unit of work that writes, for a few seconds again if the catalog fails: for what notes
   * something that is done already, and may be noted twice.
   *
   * @throws NoSpaceException if there is no room to write in
   */
  public <T extends @Nullable Object> T writePatiently(Work<T> work) {
    return Patience.with(() -> write(work));
  }

  private <T extends @Nullable Object> T writeOnce(Work<T> work) {
    try {
      return writer.write(work);
    } catch (DataAccessException e) {
      if (!NoSpaceException.isReasonOf(e)) {
        throw e;
      }
      warnOfNoSpace(e);
      throw new NoSpaceException(e);
    }
  }

  private static <T extends @Nullable Object> Work<T> checked(
      Work<T> work, Consumer<Transaction> last) {
    return transaction -> {
      T result = work.run(transaction);
      last.accept(transaction);
      return result;
    };
  }

  /**
   * Runs something whose every unit of work that writes, on this thread, ends with a check: what
   * does not pass is not committed, and {@link #write} throws what the check throws. It has to bear
   * being run twice, so it is tried again for a few seconds if the catalog fails.
   *
   * @param last the check, within the transaction
   */
  public <T extends @Nullable Object, X extends Throwable> T checking(
      Consumer<Transaction> last, ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(check, last).call(work);
  }

  /** Once in a while: everybody who writes meets it. */
  private void warnOfNoSpace(DataAccessException reason) {
    long before = warned.get();
    long now = System.nanoTime();
    if ((before == 0 || now - before > WARNED_EVERY) && warned.compareAndSet(before, now)) {
      log.error("the disk of the catalog is full, nothing can be written: {}", reason.getMessage());
    }
  }

  /**
   * Runs reads, each statement seeing what was committed before it; within {@link #checking} for a
   * few seconds again if the catalog fails.
   */
  public <T extends @Nullable Object> T read(Function<DSLContext, T> work) {
    return check.isBound() ? Patience.with(() -> work.apply(reader)) : work.apply(reader);
  }

  /** Waits for what this node or another writes. */
  public CatalogWatch watch() {
    return watch;
  }

  public SQLDialect dialect() {
    return dialect;
  }

  @Override
  public void close() {
    watch.close();
    writer.close();
    pool.close();
  }
}

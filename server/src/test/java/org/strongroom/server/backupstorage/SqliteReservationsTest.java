package org.strongroom.server.backupstorage;

final class SqliteReservationsTest extends ReservationsContract {
  @Override
  Cloud open() {
    return Cloud.onSqlite();
  }

  @Override
  int rounds() {
    return 160;
  }

  @Override
  long deadlocks() {
    return 0; // it has one writer
  }
}

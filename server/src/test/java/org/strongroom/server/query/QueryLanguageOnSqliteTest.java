package org.strongroom.server.query;

class QueryLanguageOnSqliteTest extends QueryLanguageSpecification {
  QueryLanguageOnSqliteTest() {
    super(CatalogFixture.SQLITE);
  }
}

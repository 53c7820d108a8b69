/**
 * The query language: conditions as text, checked against the fields and relations that the
 * inventories declare, become one SQL statement for the rows of a page and one for each kind of
 * list inside them.
 */
@NullMarked
package org.strongroom.server.query;

import org.jspecify.annotations.NullMarked;

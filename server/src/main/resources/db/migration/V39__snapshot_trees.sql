-- The snapshots of a volume are in trees of a hundred at most. Until now all were in one.
CREATE TABLE snapshot_place AS
SELECT
  uuid,
  volume_uuid,
  ROW_NUMBER() OVER (PARTITION BY volume_uuid ORDER BY created, uuid) - 1 AS place,
  LAG(uuid) OVER (PARTITION BY volume_uuid ORDER BY created, uuid) AS previous
FROM volume_snapshot
WHERE volume_uuid IN (
  SELECT volume_uuid FROM volume_snapshot WHERE volume_uuid IS NOT NULL GROUP BY volume_uuid HAVING COUNT(*) > 100);
CREATE UNIQUE INDEX snapshot_place_uuid ON snapshot_place (uuid);
CREATE UNIQUE INDEX snapshot_place_volume ON snapshot_place (volume_uuid, place);
UPDATE volume_snapshot SET
  tree_uuid = (
    SELECT CASE WHEN mine.place < 100 THEN mine.volume_uuid ELSE root.uuid END
    FROM snapshot_place mine
    JOIN snapshot_place root ON root.volume_uuid = mine.volume_uuid AND root.place = mine.place - mine.place % 100
    WHERE mine.uuid = volume_snapshot.uuid),
  parent_uuid = (
    SELECT CASE WHEN place % 100 = 0 THEN NULL ELSE previous END
    FROM snapshot_place WHERE snapshot_place.uuid = volume_snapshot.uuid),
  distance = (SELECT place % 100 + 1 FROM snapshot_place WHERE snapshot_place.uuid = volume_snapshot.uuid)
WHERE uuid IN (SELECT uuid FROM snapshot_place);
DROP TABLE snapshot_place;
CREATE INDEX volume_snapshot_tree_members ON volume_snapshot (tree_uuid, created, uuid);
CREATE INDEX volume_snapshot_group ON volume_snapshot (group_uuid) WHERE group_uuid IS NOT NULL;
CREATE INDEX volume_snapshot_primary_storage ON volume_snapshot (primary_storage_uuid) WHERE primary_storage_uuid IS NOT NULL;

-- A tree is there as long as it has a snapshot.
CREATE VIEW volume_snapshot_tree AS
SELECT
  tree_uuid AS uuid,
  MIN(volume_uuid) AS volume_uuid,
  MIN(account_uuid) AS account_uuid,
  MAX(CASE WHEN latest THEN 1 ELSE 0 END) = 1 AS is_current,
  MIN(created) AS created,
  MAX(updated) AS updated
FROM volume_snapshot
WHERE tree_uuid IS NOT NULL AND volume_uuid IS NOT NULL
GROUP BY tree_uuid;

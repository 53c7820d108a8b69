package org.strongroom.server.image;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.image.ChangeImageState;
import org.strongroom.api.image.GetUploadImageJobDetails;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.image.RecoverImage;
import org.strongroom.api.image.UpdateImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.ImageImport;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.copy.CopyWriter;
import org.strongroom.server.copy.Leftovers;
import org.strongroom.server.copy.Room;
import org.strongroom.server.copy.TransferPlaces;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.copying.CopyRows;
import org.strongroom.server.image.copying.CopyVerification;
import org.strongroom.server.image.copying.ImageContent;
import org.strongroom.server.image.copying.ImageCopying;
import org.strongroom.server.image.copying.ReadableCopies;
import org.strongroom.server.image.copying.SourceCopies;
import org.strongroom.server.image.manifest.DescribeStep;
import org.strongroom.server.image.manifest.ImageAdoption;
import org.strongroom.server.image.manifest.ImageManifest;
import org.strongroom.server.image.manifest.ImageRescan;
import org.strongroom.server.image.manifest.ManifestImport;
import org.strongroom.server.image.manifest.ManifestUpkeep;
import org.strongroom.server.image.manifest.ManifestWriter;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.image.upload.ImageIntake;
import org.strongroom.server.image.upload.IntakeParts;
import org.strongroom.server.image.upload.ResumableUploads;
import org.strongroom.server.image.upload.UploadHandOver;
import org.strongroom.server.image.upload.UploadIntake;
import org.strongroom.server.image.upload.UploadWishes;
import org.strongroom.server.image.upload.Uploads;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.query.Queries;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.transfer.ImageTransfer;

/** Everything about images, put together. */
public final class Images {
  private final ImageService service;
  private final List<JobDefinition<?, ?>> jobs;
  private final AddImageJob add;
  private final TransferStep transfer;
  private final VerifyStep verifyStep;
  private final DescribeStep describeStep;
  private final CopyTargets targets;
  private final ImageIntake intake;
  private final DeleteImageJob delete;
  private final ExpungeImageJob expunge;
  private final SyncImageSizeJob sync;
  private final CalculateImageHashJob hash;
  private final Uploads uploads;
  private final ResumableUploads resumable;
  private final UploadHandOver handOver;
  private final ImageDownloads downloads;
  private final ExpungeSchedule schedule;
  private final ImageStorageCascade cascade;
  private final ManifestImport manifestImport;
  private final ManifestUpkeep manifestUpkeep;
  private final ImageRescan rescan;
  private final ImageGroups groups;
  private final ImageMaking making;
  private final CopyDamage damage;
  private final ImageContent content;
  private final VerifyImageJob verify;
  private final RepairImageJob repair;
  private final CopyImageJob copy;

  public Images(Parts parts, ImageSettings settings, ImageTags tags) {
    Database database = parts.database();
    ImageRows rows = new ImageRows(parts.clock());
    RunningAdds adds = new RunningAdds(database, parts.jobs());
    UploadWishes wishes = new UploadWishes(database, rows, adds);
    uploads = new Uploads(database, rows, adds);
    resumable = new ResumableUploads(uploads, database, rows, adds);
    handOver = new UploadHandOver(uploads, wishes, parts.jobs());
    service = new ImageService(database, rows, parts.queries(), adds, uploads, parts.events());
    CopyRemoval removal = new CopyRemoval(database, rows, parts.garbage(), tags, parts.events());
    Room room = new Room(parts.reservations(), ImageManifest.USUAL_BYTES);
    Leftovers leftovers = new Leftovers(parts.reservations(), parts.garbage());
    ReadyStorages ready = new ReadyStorages(database, parts.drivers(), parts.rules());
    targets = new CopyTargets(ready);
    ImageTransfer stretches = new ImageTransfer(parts.hashing());
    TransferPlaces places = TransferPlaces.forMemory(Runtime.getRuntime().maxMemory());
    intake = new ImageIntake(stretches, room, places);
    transfer =
        new TransferStep(
            targets,
            parts.sources(),
            new HostPaths(database, settings, parts.ownDirectories()),
            intake,
            new UploadIntake(
                uploads,
                new IntakeParts(intake, stretches, room, places, settings, parts.clock())));
    verifyStep = new VerifyStep(targets);
    describeStep = new DescribeStep(database, rows, targets);
    add =
        new AddImageJob(
            rows,
            parts.rules(),
            parts.reservations(),
            room,
            leftovers,
            tags,
            uploads,
            parts.events(),
            parts.queries(),
            List.of(transfer, verifyStep, new ConvertStep(targets, intake), describeStep));
    delete = new DeleteImageJob(rows, adds, removal, settings, parts.events());
    expunge = new ExpungeImageJob(rows, removal);
    damage = new CopyDamage(database, rows, parts.drivers(), parts.events());
    ReadableCopies copies =
        new ReadableCopies(database, rows, parts.drivers(), parts.rules(), damage);
    groups = new ImageGroups(rows, copies, damage);
    making =
        new ImageMaking(
            database,
            rows,
            new ImageTransfer(parts.hashing()),
            parts.reservations(),
            leftovers,
            tags,
            parts.events());
    sync = new SyncImageSizeJob(rows, copies, parts.reservations(), service);
    hash = new CalculateImageHashJob(rows, copies, damage, service);
    CopyVerification verification = new CopyVerification(damage);
    content = new ImageContent(rows, verification);
    verify = new VerifyImageJob(database, rows, ready, verification, service);
    CopyRows copyRows =
        new CopyRows(
            database, rows, room, parts.reservations(), leftovers, damage, removal, parts.events());
    CopyWriter writer = new CopyWriter(stretches, places);
    ImageCopying copying =
        new ImageCopying(
            database,
            rows,
            ready,
            room,
            writer,
            (uuid, job) -> new SourceCopies(copies, damage, verification, uuid, job),
            copyRows);
    repair = new RepairImageJob(rows, parts.rules(), copying, service);
    copy = new CopyImageJob(rows, parts.rules(), copyRows, copying, service);
    jobs = List.of(add, delete, expunge, sync, hash, verify, repair, copy);
    downloads = new ImageDownloads(copies, damage, parts.hashing());
    schedule = new ExpungeSchedule(database, rows, removal, settings);
    cascade = new ImageStorageCascade(rows, removal, adds);
    manifestImport = new ManifestImport(database, rows, parts.reservations(), tags, parts.events());
    rescan =
        new ImageRescan(
            database,
            rows,
            new ImageAdoption(database, rows, manifestImport, removal, parts.reservations()),
            damage);
    manifestUpkeep =
        new ManifestUpkeep(
            database,
            rows,
            parts.drivers(),
            new ManifestWriter(database, rows, parts.reservations()),
            parts.owned());
  }

  /**
   * What images stand on.
   *
   * @param hashing a small pool of platform threads
   * @param ownDirectories directories that no image may come from: the server's data directory,
   *     with links resolved
   * @param owned whether this node answers for a storage
   */
  public record Parts(
      Database database,
      JobEngine jobs,
      Queries queries,
      EventLog events,
      InstantSource clock,
      StorageDrivers drivers,
      StorageRules rules,
      Reservations reservations,
      Garbage garbage,
      ImageSources sources,
      Executor hashing,
      List<String> ownDirectories,
      Predicate<String> owned) {}

  /** Tells which operations are carried out here. */
  public void register(OperationRegistry operations) {
    operations.answer(QueryImage.class, service::query);
    operations.answer(GetUploadImageJobDetails.class, service::uploadDetails);
    operations.change(ChangeImageState.class, service::changeState);
    operations.change(UpdateImage.class, service::update);
    operations.change(RecoverImage.class, service::recover);
    operations.job(add);
    operations.job(delete);
    operations.job(expunge);
    operations.job(sync);
    operations.job(hash);
    operations.job(verify);
    operations.job(repair);
    operations.job(copy);
  }

  /** Tells the engine how to go on with the jobs of an earlier process. Before it starts. */
  public void register(JobEngine engine) {
    jobs.forEach(engine::register);
  }

  /** Where uploads go that can be gone on with. */
  public ResumableUploads resumableUploads() {
    return resumable;
  }

  /** Where bodies of PUTs go. */
  public Uploads uploads() {
    return uploads;
  }

  /** What gives jobs that wait for an upload to the node that has it. */
  public UploadHandOver uploadHandOver() {
    return handOver;
  }

  /** Where images are read. */
  public ImageDownloads downloads() {
    return downloads;
  }

  /** Expunges by itself once it is started. */
  public ExpungeSchedule expungeSchedule() {
    return schedule;
  }

  /** Writes manifests anew by itself once it is started. */
  public ManifestUpkeep manifestUpkeep() {
    return manifestUpkeep;
  }

  /** Looks for images when a storage is looked through. */
  public StorageRescan rescan() {
    return rescan;
  }

  /** What happens to images when a storage is deleted. */
  public StorageCascade storageCascade() {
    return cascade;
  }

  /** Takes in the images that lie on a storage already. */
  public ImageImport imageImport() {
    return manifestImport;
  }

  /** Images for services that pack them. */
  public ImageGroups groups() {
    return groups;
  }

  /** The copies of images, to be verified with all that lies on a storage. */
  public StorageContent content() {
    return content;
  }

  /** Where to tell what was found out about copies. */
  public CopyDamage damage() {
    return damage;
  }

  /** An operation of another service that makes images of disks. */
  public <Q extends Request<InventoryReply<ImageInventory>>>
      JobDefinition<Q, InventoryReply<ImageInventory>> of(DiskOrigin<Q> origin) {
    return new DiskImageJob<>(
        origin, add, transfer, List.of(verifyStep, describeStep), targets, intake);
  }

  /** For services that make images. */
  public ImageMaking making() {
    return making;
  }

  ManifestImport manifestImport() {
    return manifestImport;
  }
}

using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Takes what our own phone tells its linked devices.</summary>
internal static class PeerMessages
{
    public static async ValueTask TakeAsync(StateTransaction transaction, Message content, CancellationToken cancellationToken)
    {
        if (content.ProtocolMessage?.LidMigrationMappingSyncMessage is not { } mapping)
        {
            return;
        }

        LIDMigrationMappingSyncPayload payload;
        try
        {
            payload = LIDMigrationMappingSyncPayload.Parser.ParseFrom(mapping.EncodedMappingPayload);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A list of LIDs is no protobuf message.", error);
        }

        foreach (var pair in payload.PnToLidMappings)
        {
            var lid = pair.HasLatestLid ? pair.LatestLid : pair.AssignedLid;
            await transaction.LearnLidAsync(
                Jid.FromPhoneNumber(Digits(pair.Pn)), new Jid(Digits(lid), JidServer.Lid), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Digits(ulong number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

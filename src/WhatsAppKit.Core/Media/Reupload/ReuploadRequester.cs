using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Media.Reupload;

/// <summary>Asks the account's phone to upload files again, and matches its answers to who asked.</summary>
internal sealed class ReuploadRequester(IWhatsAppSession session, DeviceState state, MediaOptions options, TimeProvider time, ILogger logger)
{
    private readonly List<Waiter> _waiting = [];
    private readonly Lock _gate = new();

    public async Task<MediaFile> AskAsync(MediaReuploadRequest request, CancellationToken cancellationToken)
    {
        var own = (state.IsLoaded ? state.Credentials.PhoneJid : null) ?? throw new WhatsAppNotConnectedException();
        var waiter = new Waiter(request);
        lock (_gate)
        {
            _waiting.Add(waiter);
        }

        try
        {
            await session.SendAsync(ReuploadNodes.Request(request, own), cancellationToken).ConfigureAwait(false);
            var path = await waiter.Path.Task.WaitAsync(options.ReuploadTimeout, time, cancellationToken).ConfigureAwait(false);
            return request.File with { DirectPath = path, Url = null };
        }
        catch (TimeoutException)
        {
            throw new MediaReuploadException(MediaReuploadResult.NoAnswer);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(waiter);
            }
        }
    }

    /// <summary>Takes a notification of the type <c>mediaretry</c>.</summary>
    public async ValueTask HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        Waiter[] candidates;
        lock (_gate)
        {
            candidates = [.. _waiting.Where(waiter => waiter.Request.MessageId == notification["id"])];
        }

        foreach (var waiter in candidates)
        {
            if (!await IsSameChatAsync(waiter.Request.Chat, notification.Child("rmr")?.Jid("jid"), cancellationToken).ConfigureAwait(false))
            {
                MediaLog.AnswerIgnored(logger, waiter.Request.MessageId, "it is about another chat");
            }
            else if (!waiter.TryComplete(notification))
            {
                MediaLog.AnswerIgnored(logger, waiter.Request.MessageId, "it was not made with the message's key");
            }
        }
    }

    /// <summary>An answer may name a person by the other address than the request did.</summary>
    private async ValueTask<bool> IsSameChatAsync(Jid asked, Jid? answered, CancellationToken cancellationToken)
    {
        if (answered is not { } chat || chat.ToUser() == asked.ToUser())
        {
            return true;
        }

        var alternate = asked.IsLid
            ? await state.LidMap.PhoneOfAsync(asked, cancellationToken).ConfigureAwait(false)
            : await state.LidMap.LidOfAsync(asked, cancellationToken).ConfigureAwait(false);
        return alternate?.ToUser() == chat.ToUser();
    }

    private sealed class Waiter(MediaReuploadRequest request)
    {
        public MediaReuploadRequest Request { get; } = request;

        public TaskCompletionSource<string> Path { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>False when the answer is not for this request.</summary>
        public bool TryComplete(BinaryNode answer)
        {
            try
            {
                var path = ReuploadNodes.NewPath(Request, answer);
                if (path is not null)
                {
                    Path.TrySetResult(path);
                }

                return path is not null;
            }
            catch (MediaReuploadException refused)
            {
                return Path.TrySetException(refused);
            }
        }
    }
}

using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.Client.Users;

internal sealed class UsersClient(IManagementApi api, string token) : IUsersClient
{
    public Task<IReadOnlyList<UserDetailResponse>> ListAsync(CancellationToken cancellationToken = default) => api.ListUsersAsync(token, cancellationToken);

    public Task<UserDetailResponse> CreateAsync(CreateUserRequest request, CancellationToken cancellationToken = default) =>
        api.CreateUserAsync(token, request, cancellationToken);

    public Task<UserDetailResponse> GetAsync(string userId, CancellationToken cancellationToken = default) =>
        api.GetUserAsync(token, userId, cancellationToken);

    public Task<UserDetailResponse> UpdateAsync(string userId, UpdateUserRequest request, CancellationToken cancellationToken = default) =>
        api.UpdateUserAsync(token, userId, request, cancellationToken);

    public Task<UserDetailResponse> DeactivateAsync(string userId, CancellationToken cancellationToken = default) =>
        api.DeactivateUserAsync(token, userId, cancellationToken);

    public Task<UserDetailResponse> ActivateAsync(string userId, CancellationToken cancellationToken = default) =>
        api.ActivateUserAsync(token, userId, cancellationToken);

    public Task DeleteAsync(string userId, CancellationToken cancellationToken = default) => api.DeleteUserAsync(token, userId, cancellationToken);
}
